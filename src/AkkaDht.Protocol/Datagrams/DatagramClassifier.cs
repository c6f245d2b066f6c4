using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Datagrams;

/// <summary>
/// Splits a datagram into stream packet, request, reply or probe; the first thing that happens to bytes (02-dht-rpc.md A1).
/// <code>
/// | ff 01 …, 20 bytes or more | stream  |
/// | 03 …, 2 bytes or more     | request |
/// | 13 …, 2 bytes or more     | reply   |
/// | 00 alone                  | probe   |
/// </code>
/// </summary>
public static class DatagramClassifier
{
    /// <summary>What <paramref name="datagram"/> is; port 0 is nobody, since nothing could be answered to it.</summary>
    public static DatagramKind Classify(ReadOnlySpan<byte> datagram, PeerAddress from) => datagram switch
    {
        _ when from.Port == 0 => DatagramKind.Unknown,
        _ when PacketHeader.TryReadId(datagram, out _) => DatagramKind.Stream,
        [DatagramHead.Request, _, ..] => DatagramKind.Request,
        [DatagramHead.Reply, _, ..] => DatagramKind.Reply,
        [0] => DatagramKind.Probe,
        _ => DatagramKind.Unknown,
    };
}
