using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Handshaking;

namespace AkkaDht.Benchmarks.HyperDht;

/// <summary>
/// A stranger that sends handshakes to a server as fast as it is told. A third are good ones that come
/// directly, so that each wants a stream; a third are good ones that claim to have come by a node for a client elsewhere, so that each
/// wants a hole punch; a third are bytes by chance, each of which costs a key agreement to find out.
/// </summary>
internal sealed class HandshakeFlood : IDisposable
{
    private const int NoiseLength = 160;
    private const int Kinds = 3;

    private static readonly ICryptoSuite Crypto = CryptoSuites.Select("auto");

    private readonly SeededRandom _random = new(1);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly IPEndPoint _to;
    private readonly PeerAddress _address;
    private readonly PublicKey _server;
    private readonly byte[][] _good;

    /// <summary>Prepares so many different good handshakes; they are sent again and again.</summary>
    public HandshakeFlood(PublicKey server, ushort port, int goodOnes)
    {
        _server = server;
        _address = PeerAddress.Loopback(port);
        _to = new IPEndPoint(IPAddress.Loopback, port);
        _good = [.. Enumerable.Range(0, goodOnes).Select(Compose)];
    }

    /// <summary>Sends for so long at that rate; returns how many were sent.</summary>
    public long Run(TimeSpan time, int perSecond)
    {
        var sent = 0L;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) is var passed && passed < time)
        {
            for (var due = (long)(passed.TotalSeconds * perSecond); sent < due; sent++) Send(sent);
            Thread.Sleep(1);
        }

        return sent;
    }

    public void Dispose() => _socket.Dispose();

    private void Send(long number)
    {
        var datagram = number % Kinds == 0 ? Request(Garbage(), isRelayed: false) : _good[number % _good.Length];
        _socket.SendTo(datagram, _to);
    }

    private byte[] Compose(int number)
    {
        var handshake = PeerHandshake.Initiate(Crypto, _random, KeyPair.Generate(Crypto, _random), _server);
        var payload = new NoisePayload { Udx = new UdxOffer(IsReusable: false, (ulong)number, Seq: 0), HasSecretStream = true };
        Invariant.That(handshake.TryWrite(payload, out var noise), "the server's key is a point");
        handshake.Clear();
        return Request(noise!, isRelayed: number % Kinds == 1);
    }

    private byte[] Garbage()
    {
        var noise = new byte[NoiseLength];
        _random.Fill(noise);
        return noise;
    }

    private byte[] Request(byte[] noise, bool isRelayed)
    {
        var client = new PeerAddress((uint)(0x2c000000 + _random.Next(0x10000)), (ushort)(1024 + _random.Next(60000)));
        var message = new HandshakeMessage(isRelayed ? PeerMode.FromRelay : PeerMode.FromClient, noise, isRelayed ? client : null, Relay: null);
        var value = message.ToBytes();
        var request = new RequestDatagram
        {
            Tid = (ushort)_random.Next(0x10000),
            To = _address,
            Command = PeerCommands.PeerHandshake,
            HasTarget = true,
            Target = Targets.Of(Crypto, _server),
            HasValue = true,
            Value = value,
        };
        var datagram = new byte[request.Measure()];
        request.Encode(datagram);
        return datagram;
    }
}
