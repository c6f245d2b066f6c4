using System.Security.Cryptography;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// Tokens by which an announcement is renewed without a signature: each is the hash of the next, so that showing one proves who
/// announced its hash. Reference: hyperdht <c>lib/refresh-chain.js</c>.
/// </summary>
public static class RefreshChain
{
    /// <summary>The most tokens of one chain: two years of renewals at one every quarter of an hour.</summary>
    public const int MaxLength = 1 << 16;

    /// <summary><paramref name="count"/> tokens (up to <see cref="MaxLength"/>); the first is announced, and each following one renews.</summary>
    public static SecretToken[] Create(ICryptoSuite crypto, IRandomSource random, int count)
    {
        Invariant.That(count is >= 0 and <= MaxLength, "a chain has a length within its bound");
        Span<byte> token = stackalloc byte[SecretToken.Length];
        random.Fill(token);
        var chain = new SecretToken[count];
        for (var i = count - 1; i >= 0; i--)
        {
            crypto.Blake2b256(token, token);
            chain[i] = SecretToken.Read(token);
        }

        CryptographicOperations.ZeroMemory(token);
        return chain;
    }

    /// <summary>What a storing node keeps of the token that renews: its hash.</summary>
    public static SecretToken HashOf(ICryptoSuite crypto, SecretToken token)
    {
        Span<byte> bytes = stackalloc byte[SecretToken.Length];
        token.CopyTo(bytes);
        crypto.Blake2b256(bytes, bytes);
        return SecretToken.Read(bytes);
    }
}
