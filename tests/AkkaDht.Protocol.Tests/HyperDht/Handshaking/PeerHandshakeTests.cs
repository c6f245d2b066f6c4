using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Handshaking;

namespace AkkaDht.Protocol.Tests.HyperDht.Handshaking;

/// <summary>What the vectors do not tell of the handshake between two peers.</summary>
public sealed class PeerHandshakeTests
{
    private static readonly ICryptoSuite Suite = ManagedSuite.Instance;

    private readonly SeededRandom _random = new(1);
    private readonly KeyPair _client;
    private readonly KeyPair _server;

    public PeerHandshakeTests() => (_client, _server) = (KeyPair.Generate(Suite, _random), KeyPair.Generate(Suite, _random));

    [Fact]
    public void A_message_for_another_server_is_not_read()
    {
        Assert.True(PeerHandshake.Initiate(Suite, _random, _client, _server.PublicKey).TryWrite(new NoisePayload(), out var message));

        var other = PeerHandshake.Respond(Suite, _random, _client);
        Assert.False(other.TryRead(message, out _));
        Assert.Equal(default, other.RemoteKey);
        Assert.Null(other.Result);
    }

    [Fact]
    public void A_key_that_is_no_point_is_told_when_writing()
    {
        var handshake = PeerHandshake.Initiate(Suite, _random, _client, default);

        Assert.False(handshake.TryWrite(new NoisePayload(), out _));
        Assert.Null(handshake.Result);
    }

    [Fact]
    public void A_message_cut_short_or_changed_is_not_read()
    {
        Assert.True(PeerHandshake.Initiate(Suite, _random, _client, _server.PublicKey).TryWrite(new NoisePayload { Error = 3 }, out var message));
        for (var length = 0; length < message.Length; length += 7)
            Assert.False(PeerHandshake.Respond(Suite, _random, _server).TryRead(message.AsSpan(0, length), out _));

        for (var position = 0; position < message.Length; position += 5)
        {
            byte[] changed = [.. message];
            changed[position] ^= 1;
            Assert.False(PeerHandshake.Respond(Suite, _random, _server).TryRead(changed, out _));
        }
    }

    [Fact]
    public void A_handshake_that_was_cleared_goes_no_further()
    {
        Assert.True(PeerHandshake.Initiate(Suite, _random, _client, _server.PublicKey).TryWrite(new NoisePayload(), out var message));
        var server = PeerHandshake.Respond(Suite, _random, _server);
        server.Clear();

        Assert.False(server.TryRead(message, out _));
        Assert.Throws<InvariantException>(server.HolepunchSecret);
    }

    [Fact]
    public void Only_the_version_of_a_newer_peer_is_read()
    {
        Assert.True(NoisePayload.TryDecode([2, 0xff, 0xff], out var payload));
        Assert.Equal(2ul, payload.Version);
        Assert.Equal([2], payload.ToBytes());
    }
}
