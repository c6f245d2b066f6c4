using System.Security.Cryptography;

namespace AkkaDht.Protocol.Crypto;

/// <summary>
/// An Ed25519 key pair, which signs and agrees on keys; made once per identity and once per handshake. It prints as its public
/// key, and its secrets leave it through the two properties that say so.
/// </summary>
public sealed class KeyPair
{
    private readonly byte[] _secretKey = new byte[Ed25519Lengths.SecretKey];
    private readonly byte[] _scalar = new byte[Ed25519Lengths.Scalar];

    private KeyPair(ICryptoSuite crypto, ReadOnlySpan<byte> seed)
    {
        seed.CopyTo(_secretKey);
        crypto.DerivePublicKey(seed, _secretKey.AsSpan(Ed25519Lengths.Seed));
        crypto.DeriveScalar(seed, _scalar);
        CanSign = true;
        PublicKey = PublicKey.Read(_secretKey.AsSpan(Ed25519Lengths.Seed));
    }

    private KeyPair(PublicKey publicKey, ReadOnlySpan<byte> scalar)
    {
        Ed25519Lengths.CheckScalar(scalar);
        scalar.CopyTo(_scalar);
        PublicKey = publicKey;
    }

    /// <summary>What the pair is known by.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>Whether the pair has a seed; one of a scalar of its own agrees on keys but does not sign.</summary>
    public bool CanSign { get; private set; }

    /// <summary>Secret: seed, then public key (64 bytes); zeros for a pair of a scalar of its own.</summary>
    public ReadOnlySpan<byte> SecretKey => _secretKey;

    /// <summary>Secret: what points are multiplied by (32 bytes).</summary>
    public ReadOnlySpan<byte> Scalar => _scalar;

    /// <summary>The pair of a 32-byte seed.</summary>
    public static KeyPair FromSeed(ICryptoSuite crypto, ReadOnlySpan<byte> seed) => new(crypto, seed);

    /// <summary>A pair with a scalar of its own, such as a tweaked key has: used as it is but for its top bit (32 bytes).</summary>
    public static KeyPair FromScalar(PublicKey publicKey, ReadOnlySpan<byte> scalar) => new(publicKey, scalar);

    /// <summary>A pair of a random seed.</summary>
    public static KeyPair Generate(ICryptoSuite crypto, IRandomSource random)
    {
        Span<byte> seed = stackalloc byte[Ed25519Lengths.Seed];
        random.Fill(seed);
        var keyPair = new KeyPair(crypto, seed);
        CryptographicOperations.ZeroMemory(seed);
        return keyPair;
    }

    /// <summary>Signs into the 64 bytes of <paramref name="signature"/>.</summary>
    public void Sign(ICryptoSuite crypto, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Invariant.That(CanSign, "who signs has a seed");
        crypto.Sign(message, _secretKey, signature);
    }

    /// <summary>The 32 bytes shared with the owner of <paramref name="remote"/>; false when that is no usable point.</summary>
    public bool TryAgree(ICryptoSuite crypto, PublicKey remote, Span<byte> shared)
    {
        Span<byte> point = stackalloc byte[PublicKey.Length];
        remote.CopyTo(point);
        return crypto.TryMultiply(_scalar, point, shared);
    }

    /// <summary>Overwrites the secrets; the pair agrees with nobody and signs nothing any more.</summary>
    public void Clear()
    {
        CanSign = false;
        CryptographicOperations.ZeroMemory(_secretKey);
        CryptographicOperations.ZeroMemory(_scalar);
    }

    /// <summary>The public key in short.</summary>
    public override string ToString() => PublicKey.ToString();
}
