using System.Numerics;
using System.Security.Cryptography;
using AkkaDht.Protocol.Crypto;
using Oracle = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace AkkaDht.Protocol.Tests.Crypto;

/// <summary>Key pairs and signatures: every suite against BouncyCastle, and against what a forger may try.</summary>
public sealed class SignatureTests
{
    private const int Inputs = 300;

    public static TheoryData<string> Suites => CipherData.Suites;

    [Theory]
    [MemberData(nameof(Suites))]
    public void Public_keys_agree_with_BouncyCastle(string name)
    {
        var suite = CryptoSuites.Select(name);
        var (expected, actual) = (new byte[32], new byte[32]);
        for (var i = 0; i < Inputs; i++)
        {
            var seed = CipherData.Bytes(32, i);
            Oracle.GeneratePublicKey(seed, 0, expected, 0);
            suite.DerivePublicKey(seed, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Signatures_agree_with_BouncyCastle(string name)
    {
        var suite = CryptoSuites.Select(name);
        var expected = new byte[64];
        for (var i = 0; i < Inputs; i++)
        {
            var keyPair = Pair(suite, i);
            var message = CipherData.Bytes(i < 250 ? i : 10 * i, ~i);
            Oracle.Sign(keyPair.SecretKey.ToArray(), 0, message, 0, message.Length, expected, 0);
            var signature = Sign(suite, keyPair, message);
            Assert.Equal(expected, signature);
            Assert.True(Verify(suite, message, keyPair.PublicKey, signature));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_signature_with_any_bit_flipped_is_refused(string name)
    {
        var suite = CryptoSuites.Select(name);
        var keyPair = Pair(suite, seed: 1);
        var message = CipherData.Bytes(20, seed: 2);
        var signature = Sign(suite, keyPair, message);
        for (var bit = 0; bit < 8 * signature.Length; bit++) Assert.False(Verify(suite, message, keyPair.PublicKey, Flip(signature, bit)));
        for (var bit = 0; bit < 8 * message.Length; bit++) Assert.False(Verify(suite, Flip(message, bit), keyPair.PublicKey, signature));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_second_form_of_a_signature_is_refused(string name)
    {
        var suite = CryptoSuites.Select(name);
        for (var i = 0; i < 50; i++)
        {
            var keyPair = Pair(suite, i);
            var signature = Sign(suite, keyPair, []);
            var raised = new BigInteger(signature.AsSpan(32), isUnsigned: true) + NaiveCurve.Order;
            Assert.False(Verify(suite, [], keyPair.PublicKey, [.. signature[..32], .. NaiveCurve.Bytes(raised)]));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_key_of_small_order_verifies_nothing(string name)
    {
        // With a neutral key, R = s·B is a signature of every message, whatever the challenge.
        var suite = CryptoSuites.Select(name);
        var scalar = NaiveCurve.Bytes(12345);
        var commitment = new byte[32];
        Assert.True(suite.TryMultiply(scalar, NaiveCurve.Encode(NaiveCurve.Decode(NaiveCurve.Bytes(BasePointY))!.Value), commitment));

        byte[][] keys = [.. CurveData.TorsionPoints, .. CurveData.NonCanonical(), .. CurveData.NegativeZeros()];
        Assert.All(keys, key => Assert.False(suite.Verify("anything"u8, key, (byte[])[.. commitment, .. scalar])));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_commitment_of_small_order_is_refused(string name)
    {
        var suite = CryptoSuites.Select(name);
        var keyPair = Pair(suite, seed: 3);
        byte[][] commitments = [.. CurveData.TorsionPoints, .. CurveData.NonCanonical(), .. CurveData.NegativeZeros()];
        Assert.All(commitments, commitment => Assert.False(Verify(suite, [], keyPair.PublicKey, SignWith(keyPair, commitment))));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_key_with_a_part_of_small_order_verifies_where_the_plain_equation_holds(string name)
    {
        // The part of order eight vanishes from the equation with one challenge in eight; nobody multiplies it away by eight.
        var suite = CryptoSuites.Select(name);
        var keyPair = Pair(suite, seed: 6);
        var key = CurveData.AddTorsion(Convert.FromHexString(keyPair.PublicKey.ToHex()), CurveData.TorsionPoints[1]);
        var commitment = CurveData.PrimeOrderPoint(seed: 7);
        var nonce = KeyPair.FromSeed(suite, CipherData.Bytes(32, seed: 7)).Scalar.ToArray();
        var accepted = 0;
        for (byte i = 0; i < 40; i++)
        {
            var challenge = new BigInteger(SHA512.HashData([.. commitment, .. key, i]), isUnsigned: true) % NaiveCurve.Order;
            var scalar = (new BigInteger(nonce, isUnsigned: true) + challenge * new BigInteger(keyPair.Scalar, isUnsigned: true)) % NaiveCurve.Order;
            var isValid = suite.Verify([i], key, (byte[])[.. commitment, .. NaiveCurve.Bytes(scalar)]);
            Assert.Equal((challenge % 8).IsZero, isValid);
            if (isValid) accepted++;
        }

        Assert.InRange(accepted, 1, 39);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Suites_agree_on_signatures_by_whatever_key(string name)
    {
        var suite = CryptoSuites.Select(name);
        for (var i = 0; i < Inputs; i++)
        {
            var signature = CipherData.Bytes(64, i);
            if (i % 2 == 0) signature[63] &= 0x0f;
            var key = CipherData.Bytes(32, ~i);
            Assert.Equal(ManagedSuite.Instance.Verify([], key, signature), suite.Verify([], key, signature));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Signing_and_verifying_allocate_nothing(string name)
    {
        var suite = CryptoSuites.Select(name);
        var keyPair = Pair(suite, seed: 4);
        byte[] publicKey = [.. keyPair.SecretKey[32..]], message = CipherData.Bytes(300, seed: 5), signature = new byte[64];
        var isValid = false;
        Assert.Equal(0, Allocations.Of(() =>
        {
            keyPair.Sign(suite, message, signature);
            isValid = suite.Verify(message, publicKey, signature);
        }));
        Assert.True(isValid);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Wrong_lengths_are_mistakes_of_ours(string name)
    {
        var suite = CryptoSuites.Select(name);
        Assert.Throws<InvariantException>(() => suite.DerivePublicKey(new byte[31], new byte[32]));
        Assert.Throws<InvariantException>(() => suite.DerivePublicKey(new byte[32], new byte[31]));
        Assert.Throws<InvariantException>(() => suite.Sign([], new byte[32], new byte[64]));
        Assert.Throws<InvariantException>(() => suite.Sign([], new byte[64], new byte[63]));
        Assert.Throws<InvariantException>(() => suite.Verify([], new byte[31], new byte[64]));
        Assert.Throws<InvariantException>(() => suite.Verify([], new byte[32], new byte[65]));
    }

    private static BigInteger BasePointY => 4 * BigInteger.ModPow(5, NaiveCurve.P - 2, NaiveCurve.P) % NaiveCurve.P;

    private static KeyPair Pair(ICryptoSuite suite, int seed) => KeyPair.FromSeed(suite, CipherData.Bytes(32, seed));

    private static byte[] Sign(ICryptoSuite suite, KeyPair keyPair, byte[] message)
    {
        var signature = new byte[64];
        keyPair.Sign(suite, message, signature);
        return signature;
    }

    private static bool Verify(ICryptoSuite suite, byte[] message, PublicKey key, byte[] signature)
    {
        var bytes = new byte[32];
        key.CopyTo(bytes);
        return suite.Verify(message, bytes, signature);
    }

    // The signature of an empty message with a nonce of zero and a commitment of our choice; when that is the neutral point it
    // satisfies the equation of RFC 8032.
    private static byte[] SignWith(KeyPair keyPair, byte[] commitment)
    {
        var hash = SHA512.HashData((byte[])[.. commitment, .. keyPair.SecretKey[32..]]);
        var challenge = new BigInteger(hash, isUnsigned: true);
        var scalar = challenge * new BigInteger(keyPair.Scalar, isUnsigned: true) % NaiveCurve.Order;
        return [.. commitment, .. NaiveCurve.Bytes(scalar)];
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[bit / 8] ^= (byte)(1 << bit % 8);
        return flipped;
    }
}
