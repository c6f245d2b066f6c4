using System.Text;
using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Protocol.Tests.Crypto;
using AkkaDht.Protocol.Tests.Noise;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Keys, hashes and what is signed.</summary>
internal static class PeerKeyVectors
{
    private static readonly Dictionary<ulong, byte[]> NamesByCommand = new()
    {
        [PeerCommands.Announce] = Namespaces.Announce.ToArray(),
        [PeerCommands.Unannounce] = Namespaces.Unannounce.ToArray(),
        [PeerCommands.MutablePut] = Namespaces.MutablePut.ToArray(),
        [PeerCommands.PeerHandshake] = Namespaces.PeerHandshake.ToArray(),
        [PeerCommands.PeerHolepunch] = Namespaces.PeerHolepunch.ToArray(),
        [PeerCommands.Plugin] = Namespaces.Plugin.ToArray(),
    };

    public static void Namespace(JsonElement vector)
    {
        var (purpose, command) = (vector.Fields().GetProperty("name").GetString()!, vector.Fields().NumberOf("command"));
        AssertHex(vector.Hex(), Namespaces.Of(Encoding.UTF8.GetBytes(purpose), (byte)command));
        if (purpose == "hyperswarm/dht" && NamesByCommand.TryGetValue(command, out var name)) AssertHex(vector.Hex(), name);
    }

    public static void Pair(JsonElement vector) => OnEverySuite(suite =>
    {
        var pair = KeyPair.FromSeed(suite, vector.Fields().BytesOf("seed"));
        NoiseKeyVectors.AssertHex(vector.Result(), "publicKey", NoiseKeyVectors.Bytes(pair.PublicKey));
        NoiseKeyVectors.AssertHex(vector.Result(), "secretKey", pair.SecretKey);
        Assert.Equal(vector.Result().IdOf("target"), Targets.Of(suite, pair.PublicKey));
        Assert.Equal(vector.Result().GetProperty("z32").GetString(), KeyText.Format(pair.PublicKey));
        AssertHex(vector.Hex(), NoiseKeyVectors.Bytes(pair.PublicKey));
    });

    public static void Hash(JsonElement vector) =>
        OnEverySuite(suite => Assert.Equal(vector.IdOf("hex"), Targets.Of(suite, vector.Fields().BytesOf("input"))));

    public static void AnnounceSignature(JsonElement vector) => Signature(vector, Namespaces.Announce.ToArray(), RecordSignatures.SignAnnounce, RecordSignatures.VerifyAnnounce);

    public static void UnannounceSignature(JsonElement vector) => Signature(vector, Namespaces.Unannounce.ToArray(), RecordSignatures.SignUnannounce, RecordSignatures.VerifyUnannounce);

    public static void MutableSignature(JsonElement vector) => OnEverySuite(suite =>
    {
        var (seq, value) = (vector.Fields().NumberOf("seq"), vector.Fields().BytesOf("value"));
        var pair = PairOf(suite, vector.Fields());
        var signature = RecordSignatures.SignMutable(suite, pair, seq, value);

        NoiseKeyVectors.AssertHex(vector.Result(), "signable", RecordSignatures.Mutable(suite, seq, value));
        Assert.Equal(vector.Result().IdOf("target"), Targets.Of(suite, pair.PublicKey));
        AssertHex(vector.Hex(), signature);
        Assert.True(RecordSignatures.VerifyMutable(suite, pair.PublicKey, new MutableValue(seq, value, signature)));
        Assert.False(RecordSignatures.VerifyMutable(suite, pair.PublicKey, new MutableValue(seq + 1, value, signature)));
    });

    public static void Chain(JsonElement vector) => OnEverySuite(suite =>
    {
        var count = vector.Fields().IntOf("count");
        var chain = RefreshChain.Create(suite, new FixedRandom(vector.Fields().BytesOf("seed")), count);

        Assert.Equal(vector.Result().EnumerateArray().Select(block => SecretToken.Read(block.Bytes())), chain);
        Assert.Equal(SecretToken.Read(vector.Hex()), chain[0]);
        for (var i = 1; i < chain.Length; i++) Assert.Equal(chain[i - 1], RefreshChain.HashOf(suite, chain[i]));
    });

    public static void OnEverySuite(Action<ICryptoSuite> holds)
    {
        foreach (var suite in CipherData.Suites) holds(CryptoSuites.Select(suite));
    }

    public static KeyPair PairOf(ICryptoSuite suite, JsonElement fields)
    {
        var pair = KeyPair.FromSeed(suite, fields.BytesOf("secretKey").AsSpan(0, 32));
        Assert.Equal(NoiseKeyVectors.KeyOf(fields, "publicKey"), pair.PublicKey);
        return pair;
    }

    public static void AssertHex(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual) => Assert.Equal(Convert.ToHexStringLower(expected), Convert.ToHexStringLower(actual));

    private delegate Signature Sign(ICryptoSuite suite, KeyPair pair, NodeId target, NodeId storedBy, in RoundTripToken token, PeerRecord peer, SecretToken? refresh);

    private delegate bool Verify(ICryptoSuite suite, in Signature signature, NodeId target, NodeId storedBy, in RoundTripToken token, PeerRecord peer, SecretToken? refresh);

    private static void Signature(JsonElement vector, byte[] purpose, Sign sign, Verify verify) => OnEverySuite(suite =>
    {
        var fields = vector.Fields();
        var (target, node, token) = (fields.IdOf("target"), fields.IdOf("nodeId"), RoundTripToken.Read(fields.BytesOf("token")));
        var (peer, refresh) = (RecordMessageVectors.PeerOf(fields), fields.OptionalTokenOf("refresh"));
        var signature = sign(suite, PairOf(suite, fields), target, node, token, peer, refresh);

        NoiseKeyVectors.AssertHex(vector.Result(), "peer", peer.ToBytes());
        NoiseKeyVectors.AssertHex(vector.Result(), "signable", RecordSignatures.Announcement(suite, purpose, target, node, token, peer, refresh));
        AssertHex(vector.Hex(), signature);
        Assert.True(verify(suite, signature, target, node, token, peer, refresh));
        Assert.False(verify(suite, signature, node, target, token, peer, refresh));
    });
}
