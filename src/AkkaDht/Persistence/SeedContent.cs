using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Persistence;

/// <summary>The seed of a key pair, 32 bytes and nothing else. Secret.</summary>
internal static class SeedContent
{
    public const int SeedLength = 32;

    public static byte[] Encode(KeyPair keyPair) => keyPair.SecretKey[..SeedLength].ToArray();

    public static KeyPair? Decode(ICryptoSuite crypto, ReadOnlySpan<byte> content) =>
        content.Length == SeedLength ? KeyPair.FromSeed(crypto, content) : null;
}
