using System.Buffers.Binary;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// What the values of the internal commands hold (02-dht-rpc.md A8); bytes behind them are ignored.
/// <code>
/// | PING_NAT     | port, 2 (LE)         |
/// | DOWN_HINT    | ipv4Address, 6       |
/// | DELAYED_PING | milliseconds, 4 (LE) |
/// </code>
/// </summary>
public static class CommandValues
{
    /// <summary>Length of the value of <see cref="Commands.PingNat"/>, in bytes.</summary>
    public const int PingNatLength = 2;

    /// <summary>Length of the value of <see cref="Commands.DownHint"/>, in bytes.</summary>
    public const int DownHintLength = PeerAddress.WireLength;

    /// <summary>Length of the value of <see cref="Commands.DelayedPing"/>, in bytes.</summary>
    public const int DelayedPingLength = 4;

    /// <summary>The port to answer to.</summary>
    public static bool TryReadPingNat(ReadOnlySpan<byte> value, out ushort port) => BinaryPrimitives.TryReadUInt16LittleEndian(value, out port);

    /// <summary>Writes the port to answer to (<see cref="PingNatLength"/> bytes).</summary>
    public static void WritePingNat(Span<byte> destination, ushort port) => BinaryPrimitives.WriteUInt16LittleEndian(destination, port);

    /// <summary>The address of the node that is said to be down.</summary>
    public static bool TryReadDownHint(ReadOnlySpan<byte> value, out PeerAddress down)
    {
        var read = value.Length >= DownHintLength;
        down = read ? PeerAddress.Read(value) : PeerAddress.None;
        return read;
    }

    /// <summary>Writes the address of the node that is down (<see cref="DownHintLength"/> bytes).</summary>
    public static void WriteDownHint(Span<byte> destination, PeerAddress down) => down.CopyTo(destination);

    /// <summary>How long to wait before the answer.</summary>
    public static bool TryReadDelayedPing(ReadOnlySpan<byte> value, out TimeSpan delay)
    {
        var read = BinaryPrimitives.TryReadUInt32LittleEndian(value, out var milliseconds);
        delay = TimeSpan.FromMilliseconds(milliseconds);
        return read;
    }

    /// <summary>Writes how long to wait before the answer, in whole milliseconds (<see cref="DelayedPingLength"/> bytes).</summary>
    public static void WriteDelayedPing(Span<byte> destination, TimeSpan delay) =>
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)delay.TotalMilliseconds);
}
