using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Records;

namespace AkkaDht.Interop.Tests.HyperDht;

/// <content>What it finds and stores.</content>
internal sealed partial class OurHyperPeer
{
    public Task AnnounceAsync(string topic, string seed, IReadOnlyList<PeerAddress>? relays, long bump) =>
        Node.AnnounceAsync(NodeId.Parse(topic), Seeds.PairOf(seed), relays, (ulong)bump);

    public Task UnannounceAsync(string topic, string seed) => Node.UnannounceAsync(NodeId.Parse(topic), Seeds.PairOf(seed));

    public async Task<FoundTopic> LookupAsync(string topic)
    {
        var (found, bump) = (new List<FoundPeer>(), 0UL);
        await foreach (var result in Node.LookupAsync(NodeId.Parse(topic)))
        {
            found.AddRange(result.Peers.Select(Found));
            bump = Math.Max(bump, result.Bump);
        }

        return new(found, (long)bump);
    }

    public async Task<IReadOnlyList<FoundPeer>> FindPeerAsync(string key)
    {
        var found = new List<FoundPeer>();
        await foreach (var result in Node.FindPeerAsync(Protocol.Crypto.PublicKey.Parse(key))) found.Add(Found(result.Peer));
        return found;
    }

    public async Task<string> PutImmutableAsync(byte[] value) => (await Node.PutImmutableAsync(value)).Target.ToHex();

    public async Task<byte[]?> GetImmutableAsync(string target) => (await Node.GetImmutableAsync(NodeId.Parse(target))).Value?.ToArray();

    public async Task<RecordConflict> PutMutableAsync(string seed, byte[] value, ulong seq) =>
        (await Node.PutMutableAsync(Seeds.PairOf(seed), seq, value)).Conflict;

    public async Task<FoundValue?> GetMutableAsync(string key, ulong seq) =>
        (await Node.GetMutableAsync(Protocol.Crypto.PublicKey.Parse(key), seq)).Value is { } value ? new(value.Seq, value.Value.ToArray()) : null;

    private static FoundPeer Found(PeerRecord record) => new(record.PublicKey.ToHex(), record.Relays);
}
