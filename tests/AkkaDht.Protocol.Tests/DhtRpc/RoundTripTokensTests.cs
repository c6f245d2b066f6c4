using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Tests.Crypto;

namespace AkkaDht.Protocol.Tests.DhtRpc;

public sealed class RoundTripTokensTests
{
    private const uint Host = 0x58630356;
    private const uint OtherHost = 0x7f000001;

    private readonly CountingSuite _crypto = new();
    private readonly RoundTripTokens _tokens;

    public RoundTripTokensTests() => _tokens = new RoundTripTokens(_crypto, new SeededRandom(1));

    [Fact]
    public void A_token_is_accepted_from_the_host_it_was_issued_to()
    {
        var token = _tokens.Issue(Instant.Zero, Host);

        Assert.True(_tokens.IsValid(Instant.Zero, Host, token));
        Assert.False(_tokens.IsValid(Instant.Zero, OtherHost, token));
    }

    [Fact]
    public void A_token_made_up_is_refused() =>
        Assert.False(_tokens.IsValid(Instant.Zero, Host, default));

    [Fact]
    public void A_token_lives_through_one_rotation_and_not_through_two()
    {
        var token = _tokens.Issue(At(0), Host);

        Assert.True(_tokens.IsValid(At(7_499), Host, token));
        Assert.True(_tokens.IsValid(At(14_999), Host, token));
        Assert.False(_tokens.IsValid(At(15_000), Host, token));
    }

    [Fact]
    public void After_a_rotation_another_token_is_issued()
    {
        var before = _tokens.Issue(At(0), Host);

        Assert.Equal(before, _tokens.Issue(At(7_499), Host));
        Assert.NotEqual(before, _tokens.Issue(At(7_500), Host));
    }

    [Fact]
    public void Nothing_issued_before_a_long_silence_is_accepted_after_it()
    {
        var early = _tokens.Issue(At(0), Host);
        var late = _tokens.Issue(At(7_500), Host);
        _crypto.Digests = 0;
        var afterYears = At(100_000_000_000);

        Assert.False(_tokens.IsValid(afterYears, Host, early));
        Assert.False(_tokens.IsValid(afterYears, Host, late));
        Assert.Equal(4, _crypto.Digests);
    }

    [Fact]
    public void A_host_that_keeps_asking_costs_one_hash_per_rotation()
    {
        var token = _tokens.Issue(At(0), Host);
        for (var i = 0; i < 100; i++)
        {
            _tokens.Issue(At(i), Host);
            Assert.True(_tokens.IsValid(At(i), Host, token));
        }

        Assert.Equal(1, _crypto.Digests);

        // One for the new secret and one for the token; the old token is remembered.
        Assert.True(_tokens.IsValid(At(7_500), Host, token));
        Assert.Equal(3, _crypto.Digests);
    }

    [Fact]
    public void A_known_host_costs_no_memory()
    {
        var token = _tokens.Issue(At(0), Host);
        _tokens.IsValid(At(0), Host, token);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _tokens.Issue(At(i * 20), Host);
            _tokens.IsValid(At(i * 20), Host, token);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(64)]
    public void However_many_hosts_ask_each_gets_its_own_token(int maxHosts)
    {
        var tokens = new RoundTripTokens(_crypto, new SeededRandom(1), maxHosts);
        var reference = new RoundTripTokens(ManagedSuite.Instance, new SeededRandom(1), maxHosts: 4096);
        var random = new SeededRandom(2);

        for (var step = 0; step < 5_000; step++)
        {
            var (now, host) = (At(step * 10), (uint)random.Next(300));
            var token = tokens.Issue(now, host);

            Assert.Equal(reference.Issue(now, host), token);
            Assert.True(tokens.IsValid(now, host, token));
            Assert.False(tokens.IsValid(now, host + 1, token));
        }
    }

    [Fact]
    public void The_cache_grows_with_the_hosts_and_no_further_than_its_capacity()
    {
        var cache = new HostTokenCache(capacity: 64);
        Assert.Equal(0, cache.Length);

        cache.SlotOf(Host);
        Assert.Equal(4, cache.Length);
        for (var host = 0u; host < 10_000; host++) cache.SlotOf(host);

        Assert.Equal(64, cache.Length);
    }

    private static Instant At(long milliseconds) => Instant.FromMilliseconds(milliseconds);
}
