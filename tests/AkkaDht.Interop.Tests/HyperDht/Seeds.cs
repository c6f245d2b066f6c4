using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>Key pairs that tests know by a number.</summary>
internal static class Seeds
{
    /// <summary>The seed of that number, in hex.</summary>
    public static string Of(byte number) => Convert.ToHexStringLower(Bytes(number));

    /// <summary>The public key of that seed, in hex.</summary>
    public static string KeyOf(byte number) => PairOf(Of(number)).PublicKey.ToHex();

    /// <summary>The key pair of a seed in hex.</summary>
    public static KeyPair PairOf(string seed) => KeyPair.FromSeed(CryptoSuites.Select("managed"), Convert.FromHexString(seed));

    /// <summary>The keys in hex; null for none.</summary>
    public static IReadOnlyList<PublicKey> KeysOf(params string?[] keys) => [.. keys.OfType<string>().Select(PublicKey.Parse)];

    private static byte[] Bytes(byte number) => [.. Enumerable.Repeat(number, 32)];
}
