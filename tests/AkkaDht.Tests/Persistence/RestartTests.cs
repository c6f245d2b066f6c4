using AkkaDht.Announcing;
using AkkaDht.Persistence;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Persistence;

/// <summary>Whole nodes that end and start again over one folder.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_node_finds_its_network_again_without_bootstrap_nodes()
    {
        await using var swarm = await Swarm.StartAsync(count: 3);
        var node = await swarm.AddAsync(Kept(swarm.Settings));
        await Eventually.HoldsAsync(async () => (await node.GetNodesAsync()).Count > 1);
        await node.DisposeAsync();

        var again = await swarm.AddAsync(Kept(swarm.Settings) with { Bootstrap = [] });

        await Eventually.HoldsAsync(async () => (await again.GetNodesAsync()).Count > 1);
    }

    [Fact]
    public async Task A_node_is_the_same_peer_after_a_restart()
    {
        await using var swarm = await Swarm.StartAsync(count: 0);
        var node = await swarm.AddAsync(Kept(swarm.Settings));
        var key = (await node.GetStatusAsync()).PublicKey;
        await node.DisposeAsync();

        var again = await swarm.AddAsync(Kept(swarm.Settings));

        Assert.Equal(key, (await again.GetStatusAsync()).PublicKey);
    }

    [Fact]
    public async Task A_key_pair_that_the_settings_name_is_not_written_anywhere()
    {
        var keyPair = DhtNode.NewKeyPair();
        await using var swarm = await Swarm.StartAsync(count: 0);

        var node = await swarm.AddAsync(Kept(swarm.Settings) with { KeyPair = keyPair });

        Assert.Equal(keyPair.PublicKey, (await node.GetStatusAsync()).PublicKey);
        Assert.False(File.Exists(_temporary.PathOf("seed")));
    }

    [Fact]
    public async Task A_lasting_announcement_is_made_again_after_a_restart()
    {
        var (topic, other) = (new NodeId(1, 2, 3, 4), DhtNode.NewKeyPair());
        await using var swarm = await Swarm.StartAsync(count: 2, isHyperDht: true);
        var node = await swarm.AddAsync(Kept(swarm.Ephemeral));
        await node.KeepAnnouncedAsync(new LastingAnnouncement(topic) { KeyPair = other });
        await node.DisposeAsync();

        var again = await swarm.AddAsync(Kept(swarm.Ephemeral));
        await Eventually.HoldsAsync(async () => (await again.GetAnnouncementsAsync()) is [{ Nodes: > 0 }]);

        var found = new List<PublicKey>();
        await foreach (var result in swarm.Bootstrapper.LookupAsync(topic)) found.AddRange(result.Peers.Select(peer => peer.PublicKey));
        Assert.Equal([other.PublicKey], found.Distinct());
        Assert.True(await again.ForgetAnnouncementAsync(topic, other.PublicKey));
        Assert.Empty(await again.GetAnnouncementsAsync());
    }

    [Fact]
    public async Task Nodes_of_another_network_are_not_taken_over()
    {
        await using var swarm = await Swarm.StartAsync(count: 1);
        var node = await swarm.AddAsync(Kept(swarm.Settings));
        await node.DisposeAsync();

        var state = NodeState.Open(Kept(swarm.Settings) with { Network = "another" }, CryptoSuites.Select(CryptoSuites.Managed));

        using (state.Folder) Assert.Empty(state.Nodes);
    }

    [Fact]
    public async Task A_node_starts_over_a_folder_full_of_rubbish_and_says_what_it_put_aside()
    {
        Directory.CreateDirectory(_temporary.StatePath);
        foreach (var name in new[] { "seed", "nodes", "announcements" }) await File.WriteAllTextAsync(_temporary.PathOf(name), "rubbish");
        await using var swarm = await Swarm.StartAsync(count: 1);

        var node = await swarm.AddAsync(Kept(swarm.Settings));

        Assert.Equal(3, (await node.GetStatsAsync()).State.SetAside);
        Assert.Equal(3, Directory.GetFiles(_temporary.StatePath, "*.corrupt-1").Length);
        Assert.True((await node.GetStatusAsync()).IsBootstrapped);
    }

    [Fact]
    public async Task A_node_starts_where_nothing_can_be_written()
    {
        await File.WriteAllTextAsync(_temporary.StatePath, "in the way");
        await using var swarm = await Swarm.StartAsync(count: 1);

        var node = await swarm.AddAsync(Kept(swarm.Settings));

        Assert.True((await node.GetStatusAsync()).IsBootstrapped);
        Assert.NotEqual(0, (await node.GetStatsAsync()).State.Failed);
    }

    private DhtNodeSettings Kept(DhtNodeSettings settings) => settings with { State = new StateSettings { Directory = _temporary.StatePath } };
}
