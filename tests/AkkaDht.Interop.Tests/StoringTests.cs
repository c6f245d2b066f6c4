using System.Text;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Service.KeyValue;

namespace AkkaDht.Interop.Tests;

/// <summary>Ten nodes of either side in one network.</summary>
public sealed class StoringTests : IAsyncLifetime
{
    private const int PerSide = 10;

    private readonly OurNodes _ours = new();
    private readonly List<OurNode> _ourNodes = [];
    private readonly List<JsNode> _jsNodes = [];
    private JsPeer _peer = null!;

    public async Task InitializeAsync()
    {
        if (NodeRuntime.Missing is not null) return;

        _peer = await JsPeer.StartAsync();
        _jsNodes.Add(await _peer.StartBootstrapperAsync());
        var seed = _jsNodes[0].Address;
        while (_ourNodes.Count < PerSide)
        {
            _ourNodes.Add(await _ours.StartAsync(seed));
            if (_jsNodes.Count < PerSide) _jsNodes.Add(await _peer.StartNodeAsync(new([seed], Ephemeral: false)));
        }
    }

    public async Task DisposeAsync()
    {
        if (_peer is not null) await _peer.DisposeAsync();
        await _ours.DisposeAsync();
    }

    [JsFact]
    public async Task JavaScript_finds_what_we_stored()
    {
        for (var i = 0; i < PerSide; i++)
        {
            var value = Encoding.UTF8.GetBytes($"ours {i}");

            var (target, nodes) = await KeyValueClient.PutAsync(_ourNodes[i].Node, value, default);

            Assert.Equal(2 * PerSide - 1, nodes);
            Assert.Equal(value, await _jsNodes[i].GetAsync(Convert.FromHexString(target.ToHex())));
        }
    }

    [JsFact]
    public async Task We_find_what_JavaScript_stored()
    {
        for (var i = 0; i < PerSide; i++)
        {
            var value = Encoding.UTF8.GetBytes($"theirs {i}");

            var stored = await _jsNodes[i].PutAsync(value);
            var found = await KeyValueClient.GetAsync(_ourNodes[i].Node, NodeId.Parse(stored.Target), default);

            Assert.Equal(2 * PerSide - 1, stored.Nodes.Count);
            Assert.Equal(value, found!.Value.ToArray());
        }
    }

    [JsFact]
    public async Task Both_sides_find_the_same_closest_nodes()
    {
        for (var i = 0; i < PerSide; i++)
        {
            var target = ValueStore.TargetOf([(byte)i]);

            // Nobody finds itself: the two that ask are left out.
            var query = _ourNodes[i].Node.FindNode(target);
            await query.FinishedAsync();
            var theirs = await _jsNodes[i].FindNodeAsync(Convert.FromHexString(target.ToHex()));
            string?[] asking = [_ourNodes[i].Id, _jsNodes[i].Born.Id];

            Assert.Equal(
                theirs.Closest.Select(node => node.Id).Except(asking),
                query.ClosestNodes.Select(node => node.Id.ToHex()).Except(asking));
        }
    }
}
