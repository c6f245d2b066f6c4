using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;
using AkkaDht.Records;

namespace AkkaDht;

// What the nodes of the network keep, for those who await.
public sealed partial class DhtNode
{
    /// <summary>Who announced <paramref name="topic"/>: one result per node that knows of anybody. Peers may come twice.</summary>
    public DhtQuery<LookupResult> LookupAsync(NodeId topic) => new(this, new QueryMessages.Start(RecordWalks.ToTopic(topic)) { Map = RecordWalks.PeersIn }, commit: null);

    /// <summary>Where the server with the key <paramref name="peer"/> is: one result per node through which it can be reached.</summary>
    public DhtQuery<FindPeerResult> FindPeerAsync(PublicKey peer) =>
        FindPeerAsync(Targets.Of(CryptoSuites.Select(CryptoSuites.Auto), peer));

    /// <summary>The same for the hash of the server's key.</summary>
    public DhtQuery<FindPeerResult> FindPeerAsync(NodeId target) => new(this, RecordWalks.ToServer(target), commit: null);

    /// <summary>Announces the owner of <paramref name="keyPair"/> under <paramref name="topic"/> at the 20 closest nodes, which forget it after 13 to 27 minutes.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="keyPair">Who is announced, and signs.</param>
    /// <param name="relays">Nodes that pass a handshake on; the first three are kept.</param>
    /// <param name="bump">Marks the topic as changed at this time, in Unix milliseconds; 0 does not.</param>
    /// <param name="clear">Whether what was announced before is withdrawn first.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <exception cref="DhtException">Nobody took the announcement.</exception>
    public Task<Announced> AnnounceAsync(
        NodeId topic, KeyPair keyPair, IReadOnlyList<PeerAddress>? relays = null, ulong bump = 0, bool clear = false, CancellationToken cancellationToken = default) =>
        AskAsync<Announced>(new RecordMessages.Announce(topic, keyPair) { Relays = relays ?? [], Bump = bump, Clear = clear }, cancellationToken);

    /// <summary>Withdraws what the owner of <paramref name="keyPair"/> announced under <paramref name="topic"/>, wherever it is found.</summary>
    /// <exception cref="DhtException">The walk failed.</exception>
    public Task<Unannounced> UnannounceAsync(NodeId topic, KeyPair keyPair, CancellationToken cancellationToken = default) =>
        AskAsync<Unannounced>(new RecordMessages.Unannounce(topic, keyPair), cancellationToken);

    /// <summary>Puts a value at its hash, which is the result's target.</summary>
    /// <exception cref="DhtException">Nobody took the value.</exception>
    public Task<ImmutablePut> PutImmutableAsync(ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        AskAsync<ImmutablePut>(new RecordMessages.PutImmutable(value), cancellationToken);

    /// <summary>Gets the value with a hash; the result holds none when nobody has it.</summary>
    /// <exception cref="DhtException">The walk failed.</exception>
    public Task<ImmutableValue> GetImmutableAsync(NodeId target, CancellationToken cancellationToken = default) =>
        AskAsync<ImmutableValue>(new RecordMessages.GetImmutable(target), cancellationToken);

    /// <summary>Puts a value under the key of <paramref name="keyPair"/>; the result says of nodes that keep a later one.</summary>
    /// <exception cref="DhtException">Nobody answered.</exception>
    public Task<MutablePutResult> PutMutableAsync(KeyPair keyPair, ulong seq, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        AskAsync<MutablePutResult>(new RecordMessages.PutMutable(keyPair, seq, value), cancellationToken);

    /// <summary>Gets the value under a key; the result holds none when nobody has one.</summary>
    /// <param name="publicKey">Whose value.</param>
    /// <param name="seq">The lowest sequence number that is of interest.</param>
    /// <param name="latest">Whether all nodes are asked for the highest number, or the first valid value will do.</param>
    /// <param name="refresh">Decides whether the value is put anew; called once, by an actor. Null for never.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <exception cref="DhtException">The walk failed.</exception>
    public Task<MutableGetResult> GetMutableAsync(
        PublicKey publicKey, ulong seq = 0, bool latest = true, Func<MutableValue, bool>? refresh = null, CancellationToken cancellationToken = default) =>
        AskAsync<MutableGetResult>(new RecordMessages.GetMutable(publicKey) { Seq = seq, Latest = latest, Refresh = refresh }, cancellationToken);
}
