using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Records;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Records;

/// <summary>Records in a network of nodes on loopback.</summary>
public sealed class RecordNetworkTests
{
    private static readonly NodeId Topic = new(1, 2, 3, 4);

    private readonly KeyPair _alice = DhtNode.NewKeyPair();
    private readonly KeyPair _bob = DhtNode.NewKeyPair();

    [Fact]
    public async Task Who_announces_a_topic_is_looked_up_under_it_until_it_withdraws()
    {
        await using var swarm = await StartAsync();
        var (node, other) = (swarm.Nodes[0], swarm.Nodes[1]);
        PeerAddress[] relays = [PeerAddress.Loopback(1), PeerAddress.Loopback(2)];

        var announced = await node.AnnounceAsync(Topic, _alice, relays, bump: 5);
        await other.AnnounceAsync(Topic, _bob);
        Assert.NotEmpty(announced.Nodes);
        var found = await PeersOf(other);
        Assert.Equal(relays, found[_alice.PublicKey].Relays);
        Assert.Contains(_bob.PublicKey, found.Keys);

        Assert.Equal(announced.Nodes.Count, (await node.UnannounceAsync(Topic, _alice)).Nodes.Count);
        Assert.Equal([_bob.PublicKey], (await PeersOf(node)).Keys);
    }

    [Fact]
    public async Task Other_relays_count_at_once_for_whoever_clears_the_former_ones()
    {
        await using var swarm = await StartAsync();
        var node = swarm.Nodes[0];
        await node.AnnounceAsync(Topic, _alice);

        await node.AnnounceAsync(Topic, _alice, [PeerAddress.Loopback(7)], clear: true);
        Assert.Equal([PeerAddress.Loopback(7)], (await PeersOf(node))[_alice.PublicKey].Relays);
    }

    [Fact]
    public async Task A_peer_that_announces_itself_is_found_by_its_key()
    {
        await using var swarm = await StartAsync();
        await swarm.Nodes[0].AnnounceAsync(Targets.Of(ManagedSuite.Instance, _alice.PublicKey), _alice);

        var results = new List<FindPeerResult>();
        await foreach (var result in swarm.Nodes[1].FindPeerAsync(_alice.PublicKey)) results.Add(result);

        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.Equal(_alice.PublicKey, result.Peer.PublicKey));
    }

    [Fact]
    public async Task Values_are_got_from_whoever_keeps_them()
    {
        await using var swarm = await StartAsync();
        var (node, other) = (swarm.Nodes[0], swarm.Nodes[1]);
        byte[] value = [1, 2, 3];

        var put = await node.PutImmutableAsync(value);
        Assert.NotEmpty(put.Nodes);
        Assert.Equal(value, (await other.GetImmutableAsync(put.Target)).Value!.Value.ToArray());
        Assert.Null((await other.GetImmutableAsync(Topic)).Value);
    }

    [Fact]
    public async Task A_mutable_value_gives_way_to_later_ones_only()
    {
        await using var swarm = await StartAsync();
        var (node, other) = (swarm.Nodes[0], swarm.Nodes[1]);

        Assert.Equal(RecordConflict.None, (await node.PutMutableAsync(_alice, 3, new byte[] { 1 })).Conflict);
        Assert.Equal(RecordConflict.SeqReused, (await other.PutMutableAsync(_alice, 3, new byte[] { 2 })).Conflict);
        Assert.Equal(RecordConflict.SeqTooLow, (await other.PutMutableAsync(_alice, 2, new byte[] { 1 })).Conflict);
        Assert.Equal(3ul, (await other.GetMutableAsync(_alice.PublicKey)).Value!.Seq);

        await node.PutMutableAsync(_alice, 4, new byte[] { 5 });
        var refreshed = await other.GetMutableAsync(_alice.PublicKey, refresh: _ => true);
        Assert.Equal((4ul, 5), (refreshed.Value!.Seq, refreshed.Value.Value.Span[0]));
        Assert.Null((await other.GetMutableAsync(_alice.PublicKey, seq: 5)).Value);
        Assert.NotNull((await other.GetMutableAsync(_alice.PublicKey, latest: false)).Value);
    }

    [Fact]
    public async Task Operations_are_counted_and_leave_nothing_behind()
    {
        await using var swarm = await StartAsync();
        var node = swarm.Nodes[0];
        await node.PutImmutableAsync(new byte[] { 1 });
        using var impatience = new CancellationTokenSource();
        var given = node.GetImmutableAsync(Topic, impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        await Eventually.HoldsAsync(async () => await node.GetStatsAsync() is
        { Records: { ActiveOperations: 0, Operations: 2 }, Queries.Active: 0, Endpoint.Requests.Active: 0 });
        await Eventually.HoldsAsync(async () => (await swarm.Nodes[1].GetStatsAsync()).Records.Store.Immutables == 1);
    }

    private static async Task<Dictionary<PublicKey, PeerRecord>> PeersOf(DhtNode node)
    {
        var found = new Dictionary<PublicKey, PeerRecord>();
        await foreach (var result in node.LookupAsync(Topic))
        {
            foreach (var peer in result.Peers) found[peer.PublicKey] = peer;
        }

        return found;
    }

    private static async Task<Swarm> StartAsync()
    {
        var swarm = await Swarm.StartAsync(0);
        for (var i = 0; i < 4; i++) await swarm.AddAsync(swarm.Settings with { IsHyperDht = true });
        return swarm;
    }
}
