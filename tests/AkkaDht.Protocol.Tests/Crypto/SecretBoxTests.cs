using AkkaDht.Protocol.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using static AkkaDht.Protocol.Tests.Crypto.CipherData;
using BouncyPoly1305 = Org.BouncyCastle.Crypto.Macs.Poly1305;

namespace AkkaDht.Protocol.Tests.Crypto;

/// <summary>XSalsa20-Poly1305 of every suite of the machine against BouncyCastle's parts of it.</summary>
public sealed class SecretBoxTests
{
    private const int TagLength = 16;

    private static readonly byte[] Key = Bytes(32, seed: 1);

    public static TheoryData<string> Suites => CipherData.Suites;

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_box_agrees_with_BouncyCastle_and_opens_again(string name)
    {
        var suite = CryptoSuites.Select(name);
        foreach (var length in Lengths())
        {
            var (plain, nonce) = (Bytes(length, seed: length), Bytes(24, seed: ~length));
            var box = new byte[length + TagLength];
            suite.SecretBoxSeal(Key, nonce, plain, box);
            Assert.True(box.AsSpan().SequenceEqual(Oracle(nonce, plain)), $"{length} bytes");

            var opened = new byte[length];
            Assert.True(suite.TrySecretBoxOpen(Key, nonce, box, opened), $"{length} bytes");
            Assert.True(opened.AsSpan().SequenceEqual(plain), $"{length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_box_is_sealed_and_opened_where_it_stands(string name)
    {
        var suite = CryptoSuites.Select(name);
        var nonce = Bytes(24, seed: 2);
        foreach (var length in Lengths())
        {
            var plain = Bytes(length, seed: length);
            var buffer = Misaligned(TagLength, plain, 0);
            suite.SecretBoxSeal(Key, nonce, buffer[TagLength..], buffer);
            Assert.True(buffer.SequenceEqual(Oracle(nonce, plain)), $"{length} bytes");
            Assert.True(suite.TrySecretBoxOpen(Key, nonce, buffer, buffer[TagLength..]), $"{length} bytes");
            Assert.True(buffer[TagLength..].SequenceEqual(plain), $"{length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_change_of_any_bit_is_noticed(string name)
    {
        var suite = CryptoSuites.Select(name);
        var (nonce, plain) = (Bytes(24, seed: 3), Bytes(50, seed: 4));
        var box = new byte[plain.Length + TagLength];
        suite.SecretBoxSeal(Key, nonce, plain, box);
        foreach (var bytes in new[] { nonce, box })
        {
            for (var bit = 0; bit < 8 * bytes.Length; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << bit % 8);
                Assert.False(suite.TrySecretBoxOpen(Key, nonce, box, new byte[plain.Length]), $"bit {bit} of {bytes.Length} bytes");
                bytes[bit / 8] ^= (byte)(1 << bit % 8);
            }
        }

        Assert.True(suite.TrySecretBoxOpen(Key, nonce, box, new byte[plain.Length]));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Bytes_too_short_for_a_tag_are_no_box(string name)
    {
        var suite = CryptoSuites.Select(name);
        for (var length = 0; length < TagLength; length++) Assert.False(suite.TrySecretBoxOpen(Key, new byte[24], new byte[length], []));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Sealing_and_opening_allocate_nothing(string name)
    {
        var suite = CryptoSuites.Select(name);
        var (nonce, plain, box) = (new byte[24], new byte[1000], new byte[1000 + TagLength]);
        suite.SecretBoxSeal(Key, nonce, plain, box);
        suite.TrySecretBoxOpen(Key, nonce, box, plain);

        var before = GC.GetAllocatedBytesForCurrentThread();
        suite.SecretBoxSeal(Key, nonce, plain, box);
        var opened = suite.TrySecretBoxOpen(Key, nonce, box, plain);
        Assert.Equal((true, 0), (opened, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Wrong_lengths_are_mistakes_of_ours(string name)
    {
        var suite = CryptoSuites.Select(name);
        Assert.Throws<InvariantException>(() => suite.SecretBoxSeal(new byte[33], new byte[24], [], new byte[TagLength]));
        Assert.Throws<InvariantException>(() => suite.SecretBoxSeal(Key, new byte[12], [], new byte[TagLength]));
        Assert.Throws<InvariantException>(() => suite.SecretBoxSeal(Key, new byte[24], [], new byte[TagLength - 1]));
        Assert.Throws<InvariantException>(() => suite.TrySecretBoxOpen(Key, new byte[24], new byte[TagLength], new byte[1]));
    }

    private static byte[] Oracle(byte[] nonce, byte[] plain)
    {
        var cipher = new XSalsa20Engine();
        cipher.Init(true, new ParametersWithIV(new KeyParameter(Key), nonce));
        var oneTimeKey = new byte[32];
        cipher.ProcessBytes(oneTimeKey, 0, oneTimeKey.Length, oneTimeKey, 0);
        var box = new byte[TagLength + plain.Length];
        cipher.ProcessBytes(plain, 0, plain.Length, box, TagLength);

        var authenticator = new BouncyPoly1305();
        authenticator.Init(new KeyParameter(oneTimeKey));
        authenticator.BlockUpdate(box, TagLength, plain.Length);
        authenticator.DoFinal(box, 0);
        return box;
    }
}
