using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Tests.Crypto;

public sealed class KeyPairTests
{
    private static readonly ICryptoSuite Suite = ManagedSuite.Instance;

    [Fact]
    public void The_same_randomness_makes_the_same_pair()
    {
        var (one, other) = (KeyPair.Generate(Suite, new SeededRandom(1)), KeyPair.Generate(Suite, new SeededRandom(1)));
        Assert.Equal(one.PublicKey, other.PublicKey);
        Assert.NotEqual(one.PublicKey, KeyPair.Generate(Suite, new SeededRandom(2)).PublicKey);
    }

    [Fact]
    public void A_pair_prints_as_its_public_key()
    {
        var pair = KeyPair.Generate(Suite, new SeededRandom(1));
        Assert.Equal(pair.PublicKey.ToHex()[..8], pair.ToString());
    }

    [Fact]
    public void A_pair_that_was_cleared_has_no_secret_left()
    {
        var (pair, peer) = (KeyPair.Generate(Suite, new SeededRandom(1)), KeyPair.Generate(Suite, new SeededRandom(2)));
        pair.Clear();
        Assert.Equal(new byte[64], pair.SecretKey);
        Assert.Equal(new byte[32], pair.Scalar);
        Assert.False(pair.TryAgree(Suite, peer.PublicKey, new byte[32]));
        Assert.Throws<InvariantException>(() => pair.Sign(Suite, [], new byte[64]));
    }

    [Fact]
    public void A_scalar_of_its_own_agrees_but_does_not_sign()
    {
        var (pair, peer) = (KeyPair.Generate(Suite, new SeededRandom(1)), KeyPair.Generate(Suite, new SeededRandom(2)));
        var tweaked = KeyPair.FromScalar(pair.PublicKey, pair.Scalar);
        var (expected, shared) = (new byte[32], new byte[32]);
        Assert.True(pair.TryAgree(Suite, peer.PublicKey, expected));
        Assert.True(tweaked.TryAgree(Suite, peer.PublicKey, shared));
        Assert.Equal(expected, shared);
        Assert.False(tweaked.CanSign);
        Assert.Throws<InvariantException>(() => tweaked.Sign(Suite, [], new byte[64]));
        Assert.Throws<InvariantException>(() => KeyPair.FromScalar(pair.PublicKey, new byte[31]));
    }

    [Fact]
    public void A_public_key_reads_as_it_is_written()
    {
        var bytes = CipherData.Bytes(32, seed: 1);
        var key = PublicKey.Read(bytes);
        var written = new byte[32];
        key.CopyTo(written);

        Assert.Equal(bytes, written);
        Assert.Equal(Convert.ToHexStringLower(bytes), key.ToHex());
        Assert.Equal(key.ToHex()[..8], key.ToString());
        Assert.Equal(key, PublicKey.Parse(key.ToHex()));
        Assert.Equal(key.GetHashCode(), PublicKey.Read(bytes).GetHashCode());
    }

    [Fact]
    public void Other_text_is_no_public_key()
    {
        Assert.False(PublicKey.TryParse(null, out _));
        Assert.False(PublicKey.TryParse(new string('0', 63), out _));
        Assert.False(PublicKey.TryParse(new string('x', 64), out _));
        Assert.Throws<FormatException>(() => PublicKey.Parse("00"));
    }
}
