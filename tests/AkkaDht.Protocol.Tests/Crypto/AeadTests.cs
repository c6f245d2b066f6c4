using AkkaDht.Protocol.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using static AkkaDht.Protocol.Tests.Crypto.CipherData;

namespace AkkaDht.Protocol.Tests.Crypto;

/// <summary>ChaCha20-Poly1305 of every suite of the machine against BouncyCastle.</summary>
public sealed class AeadTests
{
    private const int TagLength = 16;

    private static readonly byte[] Key = Bytes(32, seed: 1);

    public static TheoryData<string> Suites => CipherData.Suites;

    [Theory]
    [MemberData(nameof(Suites))]
    public void Sealed_bytes_agree_with_BouncyCastle_and_open_again(string name)
    {
        var suite = CryptoSuites.Select(name);
        foreach (var length in Lengths())
        {
            var (plain, nonce, additional) = (Bytes(length, seed: length), Bytes(12, seed: ~length), Bytes(length % 67, seed: length + 1));
            var box = new byte[length + TagLength];
            suite.AeadSeal(Key, nonce, additional, plain, box);
            Assert.True(box.AsSpan().SequenceEqual(Oracle(nonce, additional, plain)), $"{length} bytes");

            var opened = new byte[length];
            Assert.True(suite.TryAeadOpen(Key, nonce, additional, box, opened), $"{length} bytes");
            Assert.True(opened.AsSpan().SequenceEqual(plain), $"{length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Bytes_are_sealed_and_opened_where_they_stand(string name)
    {
        var suite = CryptoSuites.Select(name);
        var nonce = Bytes(12, seed: 2);
        foreach (var length in Lengths())
        {
            var plain = Bytes(length, seed: length);
            var buffer = Misaligned(0, plain, TagLength);
            suite.AeadSeal(Key, nonce, [], buffer[..length], buffer);
            Assert.True(buffer.SequenceEqual(Oracle(nonce, [], plain)), $"{length} bytes");
            Assert.True(suite.TryAeadOpen(Key, nonce, [], buffer, buffer[..length]), $"{length} bytes");
            Assert.True(buffer[..length].SequenceEqual(plain), $"{length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_change_of_any_bit_is_noticed(string name)
    {
        var suite = CryptoSuites.Select(name);
        var (nonce, additional, plain) = (Bytes(12, seed: 3), Bytes(20, seed: 4), Bytes(50, seed: 5));
        var box = new byte[plain.Length + TagLength];
        suite.AeadSeal(Key, nonce, additional, plain, box);
        foreach (var secret in new[] { Key, nonce, additional, box })
        {
            for (var bit = 0; bit < 8 * secret.Length; bit++)
            {
                secret[bit / 8] ^= (byte)(1 << bit % 8);
                Assert.False(suite.TryAeadOpen(Key, nonce, additional, box, new byte[plain.Length]), $"bit {bit} of {secret.Length} bytes");
                secret[bit / 8] ^= (byte)(1 << bit % 8);
            }
        }

        Assert.True(suite.TryAeadOpen(Key, nonce, additional, box, new byte[plain.Length]));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Bytes_too_short_for_a_tag_are_not_authentic(string name)
    {
        var suite = CryptoSuites.Select(name);
        for (var length = 0; length < TagLength; length++) Assert.False(suite.TryAeadOpen(Key, new byte[12], [], new byte[length], []));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Sealing_and_opening_allocate_nothing(string name)
    {
        var suite = CryptoSuites.Select(name);
        var (nonce, plain, box) = (new byte[12], new byte[1000], new byte[1000 + TagLength]);
        suite.AeadSeal(Key, nonce, Key, plain, box);
        suite.TryAeadOpen(Key, nonce, Key, box, plain);

        var before = GC.GetAllocatedBytesForCurrentThread();
        suite.AeadSeal(Key, nonce, Key, plain, box);
        var opened = suite.TryAeadOpen(Key, nonce, Key, box, plain);
        Assert.Equal((true, 0), (opened, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Wrong_lengths_are_mistakes_of_ours(string name)
    {
        var suite = CryptoSuites.Select(name);
        Assert.Throws<InvariantException>(() => suite.AeadSeal(new byte[31], new byte[12], [], [], new byte[TagLength]));
        Assert.Throws<InvariantException>(() => suite.AeadSeal(Key, new byte[11], [], [], new byte[TagLength]));
        Assert.Throws<InvariantException>(() => suite.AeadSeal(Key, new byte[12], [], [], new byte[TagLength + 1]));
        Assert.Throws<InvariantException>(() => suite.TryAeadOpen(Key, new byte[12], [], new byte[TagLength], new byte[1]));
    }

    private static byte[] Oracle(byte[] nonce, byte[] additional, byte[] plain)
    {
        var oracle = new ChaCha20Poly1305();
        oracle.Init(true, new AeadParameters(new KeyParameter(Key), 8 * TagLength, nonce, additional));
        var box = new byte[plain.Length + TagLength];
        var length = oracle.ProcessBytes(plain, 0, plain.Length, box, 0);
        oracle.DoFinal(box, length);
        return box;
    }
}
