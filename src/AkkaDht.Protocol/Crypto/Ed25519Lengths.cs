namespace AkkaDht.Protocol.Crypto;

/// <summary>Lengths of what Ed25519 takes and gives, in bytes, and the sentences that hold callers to them.</summary>
internal static class Ed25519Lengths
{
    public const int Seed = 32;
    public const int PublicKey = 32;
    public const int SecretKey = Seed + PublicKey;
    public const int Scalar = 32;
    public const int Signature = 64;

    public static void CheckSeed(ReadOnlySpan<byte> seed) => Invariant.That(seed.Length == Seed, "a seed is 32 bytes long");

    public static void CheckPublicKey(ReadOnlySpan<byte> key) => Invariant.That(key.Length == PublicKey, "a public key or point is 32 bytes long");

    public static void CheckSecretKey(ReadOnlySpan<byte> key) => Invariant.That(key.Length == SecretKey, "a secret key is 64 bytes long: seed, then public key");

    public static void CheckScalar(ReadOnlySpan<byte> scalar) => Invariant.That(scalar.Length == Scalar, "a scalar is 32 bytes long");

    public static void CheckSignature(ReadOnlySpan<byte> signature) => Invariant.That(signature.Length == Signature, "a signature is 64 bytes long");
}
