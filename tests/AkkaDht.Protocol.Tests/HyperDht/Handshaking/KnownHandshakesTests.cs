using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.HyperDht.Handshaking;

/// <summary>Copies of a handshake find the session that the first one began, or the silence that it was met with.</summary>
public sealed class KnownHandshakesTests
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly Instant _now = Instant.FromMilliseconds(5_000);
    private readonly KnownHandshakes _known = new(Memory, maxRefused: 3);

    [Fact]
    public void A_copy_finds_the_session_of_the_first()
    {
        var session = _known.Begin(Name(1));

        Assert.True(_known.TryGetSession(Name(1), out var found));
        Assert.Equal(session, found);
        Assert.False(_known.TryGetSession(Name(2), out _));
    }

    [Fact]
    public void A_session_gets_the_lowest_number_that_is_free()
    {
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(number => _known.Begin(Name(number))));
        _known.End(Name(2));
        _known.End(Name(0));

        Assert.Equal([0, 2, 4], [_known.Begin(Name(10)), _known.Begin(Name(11)), _known.Begin(Name(12))]);
    }

    [Fact]
    public void Numbers_begin_anew_when_all_are_free()
    {
        for (var i = 0; i < 100; i++) _known.Begin(Name(i));
        for (var i = 0; i < 100; i++) _known.End(Name(i));

        Assert.Equal(0, _known.Begin(Name(1)));
        Assert.Equal(1, _known.Sessions);
    }

    [Fact]
    public void A_session_ends_once()
    {
        _known.Begin(Name(1));
        _known.Begin(Name(2));

        _known.End(Name(1));
        _known.End(Name(1));

        Assert.Equal([0, 2], [_known.Begin(Name(3)), _known.Begin(Name(4))]);
    }

    [Fact]
    public void A_refused_handshake_is_remembered_for_a_while_and_its_number_is_free_at_once()
    {
        _known.Begin(Name(1));

        _known.Refuse(_now, Name(1));

        Assert.False(_known.TryGetSession(Name(1), out _));
        Assert.True(_known.IsRefused(_now, Name(1)));
        Assert.True(_known.IsRefused(_now + (Memory - TimeSpan.FromTicks(1)), Name(1)));
        Assert.False(_known.IsRefused(_now + Memory, Name(1)));
        Assert.Equal(0, _known.Begin(Name(2)));
    }

    [Fact]
    public void Of_many_refused_ones_the_last_are_remembered()
    {
        for (var i = 0; i < 5; i++) _known.Refuse(_now, Name(i));

        Assert.Equal(3, _known.Refused);
        Assert.Equal([false, false, true, true, true], Enumerable.Range(0, 5).Select(number => _known.IsRefused(_now, Name(number))));
    }

    [Fact]
    public void Nothing_is_remembered_where_nothing_is_to_be()
    {
        var known = new KnownHandshakes(Memory, maxRefused: 0);

        known.Refuse(_now, Name(1));

        Assert.False(known.IsRefused(_now, Name(1)));
    }

    private static NodeId Name(int number) => new(0, 0, 0, (ulong)number);
}
