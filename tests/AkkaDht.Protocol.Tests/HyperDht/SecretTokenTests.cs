using AkkaDht.Protocol.HyperDht;

namespace AkkaDht.Protocol.Tests.HyperDht;

public sealed class SecretTokenTests
{
    [Fact]
    public void A_token_is_its_bytes_and_tells_nobody()
    {
        var bytes = Enumerable.Range(1, SecretToken.Length).Select(i => (byte)i).ToArray();
        var token = SecretToken.Read(bytes);
        var copy = new byte[SecretToken.Length];
        token.CopyTo(copy);

        Assert.Equal(bytes, copy);
        Assert.Equal("token", token.ToString());
        Assert.Equal(SecretToken.Read(bytes), token);
        Assert.Equal(SecretToken.Read(bytes).GetHashCode(), token.GetHashCode());
    }

    [Fact]
    public void Tokens_that_differ_in_one_bit_differ()
    {
        for (var bit = 0; bit < 8 * SecretToken.Length; bit++)
        {
            var bytes = new byte[SecretToken.Length];
            bytes[bit >> 3] = (byte)(1 << (bit & 7));
            Assert.NotEqual(default, SecretToken.Read(bytes));
        }
    }
}
