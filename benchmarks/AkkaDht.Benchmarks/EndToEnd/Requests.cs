using System.Security.Cryptography;
using System.Text;

namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>The datagrams of the load generator, written out byte by byte (02-dht-rpc.md A2, A3), and what a good answer looks like.</summary>
internal static class Requests
{
    private const byte Version3 = 0x03;
    private const byte Internal = 4;
    private const byte Target = 8;
    private const byte ReplyHasId = 1;
    private const byte ReplyHasNodes = 4;
    private const int ReplyHeader = 10;
    private const int IdLength = 32;
    private const int RowOfNodes = 20;

    public static byte[] Ping(int port) => [Version3, Internal, 0, 0, .. Loopback(port), 0];

    public static byte[] FindNode(int port, int number) => [Version3, Internal | Target, 0, 0, .. Loopback(port), 2, .. TargetOf(number)];

    /// <summary>A persistent node's PONG: the header and its id.</summary>
    public static bool IsGoodPong(ReadOnlySpan<byte> reply) => reply.Length == ReplyHeader + IdLength && reply[1] == ReplyHasId;

    /// <summary>A persistent node's answer with as many nodes as one may carry.</summary>
    public static bool IsGoodNodeList(ReadOnlySpan<byte> reply) =>
        reply.Length == ReplyHeader + IdLength + 1 + 6 * RowOfNodes
        && reply[1] == (ReplyHasId | ReplyHasNodes)
        && reply[ReplyHeader + IdLength] == RowOfNodes;

    /// <summary>The target with that number, the same in every program of these benchmarks.</summary>
    public static byte[] TargetOf(int number) => SHA256.HashData(Encoding.ASCII.GetBytes($"target {number}"));

    private static byte[] Loopback(int port) => [127, 0, 0, 1, (byte)port, (byte)(port >> 8)];
}
