using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht;

/// <summary>
/// What is signed or derived begins with the name of its purpose (03-hyperdht.md §1): 32 bytes each, the hash of the hash of
/// <c>hyperswarm/dht</c> and the number of the command. Reference: hypercore-crypto, namespace.
/// </summary>
public static class Namespaces
{
    /// <summary>Length of a name, in bytes.</summary>
    public const int Length = 32;

    private static readonly byte[] AnnounceName = Of("hyperswarm/dht"u8, (byte)PeerCommands.Announce);
    private static readonly byte[] UnannounceName = Of("hyperswarm/dht"u8, (byte)PeerCommands.Unannounce);
    private static readonly byte[] MutablePutName = Of("hyperswarm/dht"u8, (byte)PeerCommands.MutablePut);
    private static readonly byte[] PeerHandshakeName = Of("hyperswarm/dht"u8, (byte)PeerCommands.PeerHandshake);
    private static readonly byte[] PeerHolepunchName = Of("hyperswarm/dht"u8, (byte)PeerCommands.PeerHolepunch);
    private static readonly byte[] PluginName = Of("hyperswarm/dht"u8, (byte)PeerCommands.Plugin);

    /// <summary>Begins what an announcement signs.</summary>
    public static ReadOnlySpan<byte> Announce => AnnounceName;

    /// <summary>Begins what the withdrawal of an announcement signs.</summary>
    public static ReadOnlySpan<byte> Unannounce => UnannounceName;

    /// <summary>Begins what a mutable value signs.</summary>
    public static ReadOnlySpan<byte> MutablePut => MutablePutName;

    /// <summary>The prologue of handshakes between peers.</summary>
    public static ReadOnlySpan<byte> PeerHandshake => PeerHandshakeName;

    /// <summary>What the secret of a hole punch is derived by.</summary>
    public static ReadOnlySpan<byte> PeerHolepunch => PeerHolepunchName;

    /// <summary>For what extensions sign.</summary>
    public static ReadOnlySpan<byte> Plugin => PluginName;

    /// <summary>The name of one <paramref name="number"/> within <paramref name="purpose"/>.</summary>
    internal static byte[] Of(ReadOnlySpan<byte> purpose, byte number)
    {
        Span<byte> input = stackalloc byte[Length + 1];
        ManagedSuite.Instance.Blake2b256(purpose, input[..Length]);
        input[Length] = number;
        var name = new byte[Length];
        ManagedSuite.Instance.Blake2b256(input, name);
        return name;
    }
}
