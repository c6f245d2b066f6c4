using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>Good replies within a time, and requests that none came for.</summary>
internal readonly record struct LoadResult(long Replies, long Lost, TimeSpan Elapsed)
{
    public double RepliesPerSecond => Replies / Elapsed.TotalSeconds;
}

/// <summary>
/// Asks one node as fast as it answers: a fixed number of requests is always in flight, from one thread and one socket,
/// as an ephemeral node would send them. The same for every target, and knowing no code of ours.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    // Enough to keep the target's receive buffer from running dry, few enough never to overflow it.
    private const int Window = 128;
    private const byte ReplyVersion3 = 0x13;
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMilliseconds(200);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[][] _requests;
    private readonly Func<ReadOnlySpan<byte>, bool> _isGood;
    private readonly bool[] _inFlight = new bool[ushort.MaxValue + 1];
    private readonly DatagramBatch _outgoing = new(Window);
    private readonly DatagramBatch _incoming = new(Window);
    private int _flying;
    private ushort _tid;

    private LoadGenerator(int port, byte[][] requests, Func<ReadOnlySpan<byte>, bool> isGood)
    {
        (_requests, _isGood) = (requests, isGood);
        _socket.ReceiveBufferSize = 1 << 20;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Connect(IPAddress.Loopback, port);
        _socket.Blocking = false;
    }

    /// <summary>PING to the node at <paramref name="port"/>.</summary>
    public static LoadGenerator Ping(int port) => new(port, [Requests.Ping(port)], Requests.IsGoodPong);

    /// <summary>FIND_NODE for a thousand different targets; a good reply lists a full row of nodes.</summary>
    public static LoadGenerator FindNode(int port) =>
        new(port, [.. Enumerable.Range(0, 1000).Select(i => Requests.FindNode(port, i))], Requests.IsGoodNodeList);

    /// <summary>Keeps the target busy for <paramref name="duration"/>.</summary>
    public LoadResult Run(TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var (replies, lost) = (0L, 0L);
        for (var elapsed = TimeSpan.Zero; ; elapsed = Stopwatch.GetElapsedTime(start))
        {
            if (elapsed >= duration) return new LoadResult(replies, lost, elapsed);
            Refill();
            var received = Receive();
            replies += received;
            if (received == 0 && !_socket.Poll(GiveUpAfter, SelectMode.SelectRead)) lost += GiveUp();
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _outgoing.Dispose();
        _incoming.Dispose();
    }

    private void Refill()
    {
        var missing = Window - _flying;
        for (var slot = 0; slot < missing; slot++)
        {
            var tid = (ushort)(_tid + slot);
            BinaryPrimitives.WriteUInt16LittleEndian(_outgoing.Set(slot, _requests[tid % _requests.Length])[2..], tid);
        }

        for (var sent = missing == 0 ? 0 : _outgoing.Send(_socket, missing); sent > 0; sent--)
        {
            _inFlight[_tid++] = true;
            _flying++;
        }
    }

    private int Receive()
    {
        var good = 0;
        var received = _incoming.Receive(_socket);
        for (var slot = 0; slot < received; slot++)
        {
            var reply = _incoming.Received(slot);
            if (reply[0] != ReplyVersion3 || !_isGood(reply))
                throw new InvalidDataException($"Not a reply to the request: {Convert.ToHexString(reply)}");
            if (Land(BinaryPrimitives.ReadUInt16LittleEndian(reply[2..]))) good++;
        }

        return good;
    }

    private bool Land(ushort tid)
    {
        if (!_inFlight[tid]) return false;
        _inFlight[tid] = false;
        _flying--;
        return true;
    }

    private int GiveUp()
    {
        var lost = _flying;
        Array.Clear(_inFlight);
        _flying = 0;
        return lost;
    }
}
