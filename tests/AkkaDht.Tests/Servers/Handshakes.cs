using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Records;

namespace AkkaDht.Tests.Servers;

/// <summary>Handshakes of clients, as the router hands them to a server.</summary>
internal sealed class Handshakes(KeyPair server)
{
    private static readonly ICryptoSuite Crypto = CryptoSuites.Select(CryptoSuites.Managed);
    private static readonly SystemRandom Random = new();
    private long _lastRequest;

    public KeyPair Client { get; } = KeyPair.Generate(Crypto, Random);

    /// <summary>The first message of a handshake that asks for a stream.</summary>
    public byte[] Noise(ulong version = 1)
    {
        var payload = new NoisePayload
        {
            Version = version,
            Firewall = FirewallKind.Unknown,
            Udx = new UdxOffer(IsReusable: false, Id: 99, Seq: 0),
            HasSecretStream = true,
        };
        var handshake = PeerHandshake.Initiate(Crypto, Random, Client, server.PublicKey);
        Assert.True(handshake.TryWrite(payload, out var message));
        return message;
    }

    /// <summary>Bytes that are no handshake.</summary>
    public static byte[] Garbage(int number) => [.. BitConverter.GetBytes(number), .. new byte[200]];

    /// <summary>A request that brings <paramref name="noise"/>, directly from <paramref name="from"/> or by it from <paramref name="peer"/>.</summary>
    public RecordMessages.Handshake From(PeerAddress from, byte[] noise, PeerAddress? peer = null) => new(
        RequestFrom(from, PeerCommands.PeerHandshake),
        new HandshakeMessage(peer is null ? PeerMode.FromClient : PeerMode.FromRelay, noise, peer, null));

    public IncomingRequest RequestFrom(PeerAddress from, ulong command) => new(
        ++_lastRequest, SocketRole.Server, 1, from, null, PeerAddress.Parse("45.6.7.8:1234"), null, command, Targets.Of(Crypto, server.PublicKey), null);
}
