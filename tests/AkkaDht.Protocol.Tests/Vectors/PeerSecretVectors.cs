using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Tests.Noise;
using AkkaDht.Protocol.Tests.SecretStreams;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>What two peers share that the nodes between them do not know.</summary>
internal static class PeerSecretVectors
{
    public static void Noise(JsonElement vector) => PeerKeyVectors.OnEverySuite(suite =>
    {
        var (fields, result) = (vector.Fields(), vector.Result());
        var (clientPair, serverPair) = (PeerKeyVectors.PairOf(suite, fields.GetProperty("clientKeyPair")), PeerKeyVectors.PairOf(suite, fields.GetProperty("serverKeyPair")));
        var client = PeerHandshake.Initiate(suite, new FixedRandom(fields.BytesOf("clientEphemeralSeed")), clientPair, serverPair.PublicKey);
        var server = PeerHandshake.Respond(suite, new FixedRandom(fields.BytesOf("serverEphemeralSeed")), serverPair);

        AssertPasses(client, server, fields.BytesOf("clientPayload"), MessageOf(suite, vector, "message1", "clientEphemeralSeed"));
        Assert.Equal(clientPair.PublicKey, server.RemoteKey);
        AssertPasses(server, client, fields.BytesOf("serverPayload"), MessageOf(suite, vector, "message2", "serverEphemeralSeed"));

        foreach (var (side, other) in new[] { (client, server), (server, client) })
        {
            NoiseKeyVectors.AssertHex(result, "handshakeHash", side.Result!.Hash);
            NoiseKeyVectors.AssertHex(result, "holepunchSecret", side.HolepunchSecret());
            Assert.Equal(Convert.ToHexStringLower(other.Result!.SendKey), Convert.ToHexStringLower(side.Result.ReceiveKey));
        }

        NoiseKeyVectors.AssertHex(result, "clientTx", client.Result!.SendKey);
        NoiseKeyVectors.AssertHex(result, "clientRx", client.Result.ReceiveKey);
        AssertStreamId(suite, result, "clientStreamId", client, isInitiator: true);
        AssertStreamId(suite, result, "serverStreamId", client, isInitiator: false);
        PeerKeyVectors.AssertHex(vector.Hex(), client.Result.Hash);
    });

    public static void SealedPayload(JsonElement vector) => PeerKeyVectors.OnEverySuite(suite =>
    {
        var (fields, secret) = (vector.Fields(), vector.Fields().BytesOf("holepunchSecret"));
        switch (vector.Mode())
        {
            case "error":
                Assert.False(new SealedPayloads(suite, new FixedRandom(new byte[32]), secret).TryOpen(vector.Hex(), out _));
                break;
            case "derive":
                var payload = PeerMessageVectors.HolepunchPayloadOf(fields.GetProperty("payload"));
                var sealing = new SealedPayloads(suite, new ScriptedRandom(new byte[32], fields.BytesOf("nonce")), secret);
                NoiseKeyVectors.AssertHex(fields, "plain", payload.ToBytes());
                PeerKeyVectors.AssertHex(vector.Hex(), sealing.Seal(payload));
                Assert.True(sealing.TryOpen(vector.Hex(), out var opened));
                PeerKeyVectors.AssertHex(payload.ToBytes(), opened.ToBytes());
                break;
            default:
                throw vector.UnknownMode();
        }
    });

    public static void HolepunchToken(JsonElement vector) => PeerKeyVectors.OnEverySuite(suite =>
    {
        Assert.True(PeerAddress.TryParseHost(vector.Fields().GetProperty("host").GetString(), out var host));
        var payloads = new SealedPayloads(suite, new FixedRandom(vector.Fields().BytesOf("localSecret")), new byte[32]);
        Assert.Equal(SecretToken.Read(vector.Hex()), payloads.TokenOf(host));
    });

    /// <summary>A message as it was sent: the reference wipes the ephemeral key that it begins with once it has been read, so that some were recorded without.</summary>
    private static byte[] MessageOf(ICryptoSuite suite, JsonElement vector, string member, string seed)
    {
        var message = vector.Result().BytesOf(member);
        var ephemeral = message.AsSpan(0, PublicKey.Length);
        if (!ephemeral.ContainsAnyExcept((byte)0)) KeyPair.FromSeed(suite, vector.Fields().BytesOf(seed)).PublicKey.CopyTo(ephemeral);
        return message;
    }

    private static void AssertPasses(PeerHandshake from, PeerHandshake to, byte[] payload, byte[] message)
    {
        Assert.True(NoisePayload.TryDecode(payload, out var said));
        Assert.True(from.TryWrite(said, out var written));
        PeerKeyVectors.AssertHex(message, written);
        Assert.True(to.TryRead(written, out var heard));
        PeerKeyVectors.AssertHex(payload, heard.ToBytes());
    }

    private static void AssertStreamId(ICryptoSuite suite, JsonElement result, string member, PeerHandshake side, bool isInitiator)
    {
        var id = new byte[StreamNames.IdLength];
        StreamNames.StreamId(suite, side.Result!.Hash, isInitiator, id);
        NoiseKeyVectors.AssertHex(result, member, id);
    }
}
