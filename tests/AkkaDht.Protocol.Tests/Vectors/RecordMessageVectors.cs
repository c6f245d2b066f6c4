using System.Text.Json;
using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>The messages about what is stored.</summary>
internal static class RecordMessageVectors
{
    public static void Peer(JsonElement vector) => vector.Holds(PeerOf);

    public static void Lookup(JsonElement vector) => vector.Holds(fields => new LookupReply(PeersOf(fields.GetProperty("peers")), fields.NumberOf("bump")));

    public static void Announce(JsonElement vector) => vector.Holds(fields => new Announcement(
        fields.Has("peer") ? PeerOf(fields.GetProperty("peer")) : null,
        fields.OptionalTokenOf("refresh"),
        fields.Has("signature") ? Signature.Read(fields.BytesOf("signature")) : null,
        fields.NumberOf("bump")));

    public static void MutablePut(JsonElement vector) =>
        vector.Holds(fields => new MutablePut(NoiseKeyVectors.KeyOf(fields, "publicKey"), MutableOf(fields)));

    public static void MutableGet(JsonElement vector) => vector.Holds(fields => new MutableGet(fields.NumberOf("seq")));

    public static void MutableGetReply(JsonElement vector) => vector.Holds(MutableOf);

    public static void Plugin(JsonElement vector) => vector.Holds(fields => new PluginMessage(
        fields.GetProperty("plugin").GetString()!,
        fields.NumberOf("version"),
        fields.NumberOf("command"),
        fields.Has("value") ? fields.BytesOf("value") : (ReadOnlyMemory<byte>?)null));

    public static void Address(JsonElement vector) =>
        vector.Holds(fields => new PeerLocator(NoiseKeyVectors.KeyOf(fields, "key"), fields.AddressesOf("nodes")));

    /// <summary>The list of a lookup's reply, without what follows it.</summary>
    public static void Peers(JsonElement vector) => vector.Holds(
        fields =>
        {
            var peers = PeersOf(fields);
            var bytes = new byte[LookupReply.MeasurePeers(peers)];
            var writer = new CompactWriter(bytes);
            LookupReply.WritePeers(ref writer, peers);
            return bytes;
        },
        (bytes, fields) =>
        {
            var reader = new CompactReader(bytes);
            if (!LookupReply.TryReadPeers(ref reader, out var peers)) return false;
            if (vector.Mode() != "error") Assert.Equivalent(PeersOf(fields), peers);
            return true;
        });

    /// <summary>What is signed of a mutable value: the reply to a get but for its signature.</summary>
    public static void MutableSignable(JsonElement vector) => vector.Holds(
        fields =>
        {
            var value = fields.BytesOf("value");
            var bytes = new byte[MutableValue.MeasureSigned(fields.NumberOf("seq"), value.Length)];
            var writer = new CompactWriter(bytes);
            MutableValue.WriteSigned(ref writer, fields.NumberOf("seq"), value);
            return bytes;
        },
        (bytes, fields) =>
        {
            if (!MutableValue.TryDecode([.. bytes, .. new byte[Signature.Length]], out var value)) return false;
            if (vector.Mode() != "error") Assert.Equivalent(new MutableValue(fields.NumberOf("seq"), fields.BytesOf("value"), default), value);
            return true;
        });

    public static PeerRecord PeerOf(JsonElement fields) => new(NoiseKeyVectors.KeyOf(fields, "publicKey"), fields.AddressesOf("relayAddresses")!);

    private static PeerRecord[] PeersOf(JsonElement peers) => [.. peers.EnumerateArray().Select(PeerOf)];

    private static MutableValue MutableOf(JsonElement fields) =>
        new(fields.NumberOf("seq"), fields.BytesOf("value"), Signature.Read(fields.BytesOf("signature")));
}
