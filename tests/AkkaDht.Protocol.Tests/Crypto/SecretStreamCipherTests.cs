using System.Buffers.Binary;
using AkkaDht.Protocol.Crypto;
using static AkkaDht.Protocol.Tests.Crypto.CipherData;

namespace AkkaDht.Protocol.Tests.Crypto;

/// <summary>The secretstream of every suite of the machine, by itself and the managed one against libsodium's.</summary>
public sealed class SecretStreamCipherTests
{
    private const int Overhead = 17;

    private static readonly byte[] Key = Bytes(32, seed: 1);
    private static readonly byte[] Header = Bytes(24, seed: 2);

    public static TheoryData<string> Suites => CipherData.Suites;

    /// <summary>Who seals and who opens.</summary>
    public static TheoryData<string, string> Pairs => CipherData.Pairs;

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Whatever_one_suite_seals_another_opens(string sealing, string opening)
    {
        var (sender, receiver) = (CryptoSuites.Select(sealing), CryptoSuites.Select(opening));
        var (sent, received) = (Start(sender), Start(receiver));
        foreach (var length in Lengths())
        {
            var (plain, additional, tag) = (Bytes(length, seed: length), Bytes(length % 41, seed: ~length), (byte)(length % 4));
            var cipher = new byte[length + Overhead];
            sender.SecretStreamSeal(ref sent, tag, additional, plain, cipher);

            var opened = new byte[length];
            Assert.True(receiver.TrySecretStreamOpen(ref received, additional, cipher, opened, out var receivedTag), $"{length} bytes");
            Assert.Equal(tag, receivedTag);
            Assert.True(opened.AsSpan().SequenceEqual(plain), $"{length} bytes");
            AssertSame(sent, received);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Messages_are_sealed_and_opened_where_they_stand(string sealing, string opening)
    {
        var (sender, receiver) = (CryptoSuites.Select(sealing), CryptoSuites.Select(opening));
        var (sent, apart, received) = (Start(sender), Start(receiver), Start(receiver));
        foreach (var length in Lengths())
        {
            var plain = Bytes(length, seed: length);
            var expected = new byte[length + Overhead];
            receiver.SecretStreamSeal(ref apart, 0, [], plain, expected);

            var buffer = Misaligned(1, plain, Overhead - 1);
            sender.SecretStreamSeal(ref sent, 0, [], buffer.Slice(1, length), buffer);
            Assert.True(buffer.SequenceEqual(expected), $"{length} bytes");
            Assert.True(receiver.TrySecretStreamOpen(ref received, [], buffer, buffer.Slice(1, length), out _), $"{length} bytes");
            Assert.True(buffer.Slice(1, length).SequenceEqual(plain), $"{length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_key_is_renewed_when_the_counter_wraps(string sealing, string opening)
    {
        var (sender, receiver) = (CryptoSuites.Select(sealing), CryptoSuites.Select(opening));
        var (sent, received) = (Start(sender), Start(receiver));
        BinaryPrimitives.WriteUInt32LittleEndian(sent.Counter, uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(received.Counter, uint.MaxValue);
        var key = sent.Key.ToArray();

        var cipher = new byte[Overhead];
        sender.SecretStreamSeal(ref sent, 0, [], [], cipher);
        Assert.True(receiver.TrySecretStreamOpen(ref received, [], cipher, [], out _));

        Assert.Equal(1u, BinaryPrimitives.ReadUInt32LittleEndian(sent.Counter));
        Assert.NotEqual(key, sent.Key.ToArray());
        AssertSame(sent, received);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Both_ends_may_renew_the_key_without_a_message(string one, string other)
    {
        var (sent, received) = (Start(CryptoSuites.Select(one)), Start(CryptoSuites.Select(other)));
        var before = sent;
        CryptoSuites.Select(one).SecretStreamRekey(ref sent);
        CryptoSuites.Select(other).SecretStreamRekey(ref received);

        AssertSame(sent, received);
        Assert.False(sent.Bytes.SequenceEqual(before.Bytes));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_refused_message_leaves_the_state_as_it_was(string name)
    {
        var suite = CryptoSuites.Select(name);
        var (sent, received) = (Start(suite), Start(suite));
        var (cipher, additional) = (new byte[40 + Overhead], Bytes(5, seed: 3));
        suite.SecretStreamSeal(ref sent, 0, additional, Bytes(40, seed: 4), cipher);
        var before = received;
        foreach (var bytes in new[] { cipher, additional })
        {
            for (var bit = 0; bit < 8 * bytes.Length; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << bit % 8);
                Assert.False(suite.TrySecretStreamOpen(ref received, additional, cipher, new byte[40], out _), $"bit {bit} of {bytes.Length} bytes");
                bytes[bit / 8] ^= (byte)(1 << bit % 8);
                AssertSame(before, received);
            }
        }

        Assert.True(suite.TrySecretStreamOpen(ref received, additional, cipher, new byte[40], out _));
        Assert.False(suite.TrySecretStreamOpen(ref received, additional, cipher, new byte[40], out _), "a replay was opened");
        AssertSame(sent, received);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Bytes_too_short_for_a_message_are_refused(string name)
    {
        var suite = CryptoSuites.Select(name);
        var state = Start(suite);
        for (var length = 0; length < Overhead; length++) Assert.False(suite.TrySecretStreamOpen(ref state, [], new byte[length], [], out _));
        AssertSame(Start(suite), state);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Sealing_and_opening_allocate_nothing(string name)
    {
        var suite = CryptoSuites.Select(name);
        var (sent, received) = (Start(suite), Start(suite));
        var (plain, cipher) = (new byte[1000], new byte[1000 + Overhead]);
        Exchange();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var opened = Exchange();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((true, 0), (opened, allocated));

        bool Exchange()
        {
            suite.SecretStreamSeal(ref sent, 2, [], plain, cipher);
            return suite.TrySecretStreamOpen(ref received, [], cipher, plain, out _);
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Wrong_lengths_are_mistakes_of_ours(string name)
    {
        var suite = CryptoSuites.Select(name);
        var state = Start(suite);
        Assert.Throws<InvariantException>(() => suite.SecretStreamInit(ref state, new byte[31], Header));
        Assert.Throws<InvariantException>(() => suite.SecretStreamInit(ref state, Key, new byte[23]));
        Assert.Throws<InvariantException>(() => suite.SecretStreamSeal(ref state, 0, [], [], new byte[Overhead - 1]));
        Assert.Throws<InvariantException>(() => suite.TrySecretStreamOpen(ref state, [], new byte[Overhead], new byte[1], out _));
    }

    private static SecretStreamState Start(ICryptoSuite suite)
    {
        SecretStreamState state = default;
        suite.SecretStreamInit(ref state, Key, Header);
        return state;
    }

    private static void AssertSame(SecretStreamState expected, SecretStreamState actual) => Assert.True(expected.Bytes.SequenceEqual(actual.Bytes));
}
