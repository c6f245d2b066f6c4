using AkkaDht.Protocol;
using AkkaDht.Protocol.Udx;
using BenchmarkDotNet.Attributes;

namespace AkkaDht.Benchmarks.Udx;

/// <summary>
/// What does a packet of a stream take: cut, written, read, acknowledged, and its acknowledgement taken in, between two ends in memory
/// without a socket? And what when one in a hundred is lost and sent again?
/// </summary>
public class UdxStreamBenchmark
{
    // Enough for a steady flow, few enough to stay in the caches: the machine is measured, not the memory.
    private const int PacketsPerCall = 1000;
    private const int WriteBytes = 64 * 1024;

    private static readonly PeerAddress Somewhere = PeerAddress.Loopback(9);

    private readonly byte[] _written = new byte[WriteBytes];
    private readonly byte[] _packet = new byte[UdxStream.MaxPacketLength];
    private UdxStream _sender = null!;
    private UdxStream _receiver = null!;
    private Instant _now;
    private long _packets;
    private long _read;

    /// <summary>Of so many data packets one is lost; 0 for none.</summary>
    [Params(0, 100)]
    public int LosesOneIn { get; set; }

    [GlobalSetup]
    public void Start()
    {
        (_sender, _receiver) = (new UdxStream(new StreamId(1), UdxSettings.Default), new UdxStream(new StreamId(2), UdxSettings.Default));
        _now = Instant.FromMilliseconds(1);
        _sender.Connect(_now, new StreamPath(SocketRole.Server, Somewhere, _receiver.LocalId));
        _receiver.Connect(_now, new StreamPath(SocketRole.Server, Somewhere, _sender.LocalId));
    }

    [Benchmark(OperationsPerInvoke = PacketsPerCall)]
    public long Pass()
    {
        for (var until = _packets + PacketsPerCall; _packets < until;)
        {
            if (_sender.IsWritable) _sender.Write(_now, _written);
            while (PassData() | PassAcknowledgements()) continue;
            Wait();
        }

        return _read;
    }

    private bool PassData()
    {
        var any = false;
        while (_sender.TryTakeTransmit(_now, _packet, out var transmit))
        {
            any = true;
            _packets++;
            if (LosesOneIn == 0 || _packets % LosesOneIn != 0) Receive(transmit.Length);
        }

        return any;
    }

    private void Receive(int length)
    {
        _receiver.HandlePacket(_now, SocketRole.Server, Somewhere, _packet.AsMemory(0, length));
        while (_receiver.TryRead(out var bytes)) _read += bytes.Length;
    }

    private bool PassAcknowledgements()
    {
        var any = false;
        while (_receiver.TryTakeTransmit(_now, _packet, out var transmit))
        {
            any = true;
            _sender.HandlePacket(_now, SocketRole.Server, Somewhere, _packet.AsMemory(0, transmit.Length));
            while (_sender.TryTakeEvent(out _)) continue;
        }

        return any;
    }

    // A round trip's worth of time, so that the timers turn as they would.
    private void Wait()
    {
        _now += TimeSpan.FromMicroseconds(100);
        _sender.HandleTimeout(_now);
        _receiver.HandleTimeout(_now);
    }
}
