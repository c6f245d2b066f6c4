using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.SecretStreams;

/// <summary>
/// What the hash of a handshake names (06-noise-secret-stream.md A6): an id and a message key for each of the two roles. Reference:
/// <c>@hyperswarm/secret-stream</c>, streamId and _setupSecretSend; hypercore-crypto, namespace.
/// </summary>
internal static class StreamNames
{
    public const int IdLength = 32;

    public static readonly byte[] Initiator = Namespace(0);
    public static readonly byte[] Responder = Namespace(1);
    public static readonly byte[] Send = Namespace(2);

    /// <summary>The 32-byte id of the side with this role, with which its header begins.</summary>
    public static void StreamId(ICryptoSuite crypto, ReadOnlySpan<byte> hash, bool isInitiator, Span<byte> id) =>
        crypto.Blake2b256(hash, Role(isInitiator), id);

    /// <summary>The 32-byte key of the unordered messages that the side with this role sends.</summary>
    public static void MessageKey(ICryptoSuite crypto, ReadOnlySpan<byte> hash, bool isInitiator, Span<byte> key)
    {
        Span<byte> purpose = stackalloc byte[2 * IdLength];
        Role(isInitiator).CopyTo(purpose);
        Send.CopyTo(purpose[IdLength..]);
        crypto.Blake2b256(hash, purpose, key);
    }

    private static ReadOnlySpan<byte> Role(bool isInitiator) => isInitiator ? Initiator : Responder;

    private static byte[] Namespace(byte index)
    {
        Span<byte> input = stackalloc byte[IdLength + 1];
        ManagedSuite.Instance.Blake2b256("hyperswarm/secret-stream"u8, input[..IdLength]);
        input[IdLength] = index;
        var name = new byte[IdLength];
        ManagedSuite.Instance.Blake2b256(input, name);
        return name;
    }
}
