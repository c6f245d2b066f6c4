using System.Collections.Concurrent;
using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Supervision;
using AkkaDht.Tests.Support;
using static AkkaDht.Routing.RoutingMessages;

namespace AkkaDht.Tests.Routing;

/// <summary>The routing table with its buckets; what happens to it goes to <see cref="PartsTest.Node"/>.</summary>
public sealed class RoutingTableActorTests : PartsTest
{
    private static readonly ConcurrentDictionary<(string Network, int Row), List<Node>> Found = [];

    [Fact]
    public void A_bucket_is_made_when_its_row_is_first_used_and_named_after_it()
    {
        var table = StartTable();

        Hear(table, InRow(0, 1));
        Hear(table, InRow(5, 2));

        Assert.Equal(["bucket-000", "bucket-005"], new[] { 0, 5 }.Select(row => Bucket(table, row).Path.Name));
        Assert.Throws<ActorNotFoundException>(() => Bucket(table, 1));
    }

    [Fact]
    public void Nodes_are_listed_the_one_heard_last_first()
    {
        var table = StartTable();
        Hear(table, InRow(0, 1));
        Hear(table, InRow(3, 2));

        table.Tell(new Heard(InRow(0, 1)));

        Assert.Equal([InRow(0, 1), InRow(3, 2)], List(table));
        Assert.Equal([InRow(0, 1)], List(table, limit: 1));
    }

    [Fact]
    public void The_own_id_is_no_entry()
    {
        var table = StartTable();

        table.Tell(new Heard(new Node(Parts.Identity.Table.Id, PeerAddress.Loopback(1))));
        Hear(table, InRow(0, 1));

        Assert.Equal([InRow(0, 1)], List(table));
    }

    [Fact]
    public void A_node_that_does_not_answer_requests_leaves()
    {
        var table = StartTable();
        Hear(table, InRow(0, 1));

        table.Tell(new Down(InRow(0, 1)));

        Assert.Equal(InRow(0, 1), Node.ExpectMsg<NodeEvents.NodeRemoved>().Entry);
        Assert.Equal(InRow(0, 1), Requests.ExpectMsg<RequestMessages.Removed>().Node);
        Assert.Empty(List(table));
    }

    [Fact]
    public void A_public_network_has_two_nodes_in_a_bucket_and_ten_in_the_table()
    {
        var table = StartTable();

        for (var row = 0; row < 8; row++)
        {
            for (var i = 0; i < 3; i++) table.Tell(new Heard(InRow(row, i, "203.0.113")));
        }

        AwaitAssert(() => Assert.Equal((10, 14), (List(table).Count, Parts.RoutingCounters.Snapshot.SubnetRefused)));
        Assert.All(Enumerable.Range(0, 8), row => Assert.InRange(Parts.Identity.Table.Row(row).Count, 0, 2));
    }

    [Fact]
    public void Private_networks_are_not_counted()
    {
        var table = StartTable();

        for (var i = 0; i < 15; i++) Hear(table, InRow(0, i, "192.168.1"));

        Assert.Equal(15, List(table).Count);
    }

    [Fact]
    public void Those_not_heard_for_the_longest_time_are_pinged_five_at_a_time()
    {
        var table = StartTable();
        for (var i = 0; i < 8; i++) Hear(table, InRow(i, 0));
        table.Tell(new Tick(100, IsBootstrapped: true));

        table.Tell(new PingSome(InFlight: 0));

        var pinged = Enumerable.Range(0, 5).Select(_ => Requests.ExpectMsg<RequestMessages.Send>().Spec.To).ToHashSet();
        Assert.Equal(Enumerable.Range(0, 5).Select(i => InRow(i, 0).Address).ToHashSet(), pinged);
        Requests.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Fewer_are_pinged_while_the_node_has_other_traffic()
    {
        var table = StartTable();
        for (var i = 0; i < 8; i++) Hear(table, InRow(i, 0));
        table.Tell(new Tick(100, IsBootstrapped: true));

        table.Tell(new PingSome(InFlight: 3));

        for (var i = 0; i < 3; i++) Requests.ExpectMsg<RequestMessages.Send>();
        Settle(table, row: 7);
        Requests.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Hints_cause_a_bounded_number_of_checks_at_once()
    {
        Settings = Settings with { Routing = new() { MaxHintedChecks = 2 } };
        var table = StartTable();
        for (var i = 0; i < 4; i++) Hear(table, InRow(i, 0));
        table.Tell(new Tick(5, IsBootstrapped: true));

        for (var i = 0; i < 4; i++) table.Tell(new DownHinted(InRow(i, 0)));

        var first = Requests.ExpectMsg<RequestMessages.Send>();
        var asker = Requests.Sender;
        Requests.ExpectMsg<RequestMessages.Send>();
        for (var row = 0; row < 4; row++) Settle(table, row);
        Requests.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(2, Parts.RoutingCounters.Snapshot.HintedChecksRefused);

        asker.Tell(new RequestMessages.Finished(first.Tag, RequestOutcomeKind.Suspended, null, default, 0));
        AwaitAssert(() =>
        {
            table.Tell(new DownHinted(InRow(3, 0)));
            Requests.ExpectMsg<RequestMessages.Send>(TimeSpan.FromMilliseconds(50));
        });
    }

    [Fact]
    public void A_hint_about_a_stranger_does_nothing()
    {
        var table = StartTable();

        table.Tell(new DownHinted(InRow(0, 1)));
        Hear(table, InRow(0, 2));

        Requests.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_full_bucket_swaps_its_oldest_node_once_the_node_has_bootstrapped()
    {
        var table = StartTable();
        for (var i = 0; i < 20; i++) Hear(table, InRow(0, i));
        table.Tell(new Heard(InRow(0, 50)));
        table.Tell(new Tick(400, IsBootstrapped: true));

        table.Tell(new Heard(InRow(0, 51)));

        // All have been members for as long, so that the order of their ids decides.
        var oldest = Enumerable.Range(0, 20).Select(i => InRow(0, i)).OrderBy(node => node.Id).First();
        Assert.Equal(oldest.Address, Requests.ExpectMsg<RequestMessages.Send>().Spec.To);
        Requests.Reply(new RequestMessages.Finished(1, RequestOutcomeKind.TimedOut, null, default, 0));
        Assert.Equal(oldest, Node.ExpectMsg<NodeEvents.NodeRemoved>().Entry);
        Assert.Equal(InRow(0, 51), Node.ExpectMsg<NodeEvents.NodeAdded>().Entry);
    }

    [Fact]
    public void A_swap_beyond_the_bound_is_refused_and_counted()
    {
        Settings = Settings with { Routing = new() { Bucket = BucketLimits.Default with { Capacity = 1 }, MaxSwaps = 0 } };
        var table = StartTable();
        Hear(table, InRow(0, 1));
        table.Tell(new Tick(100, IsBootstrapped: true));

        table.Tell(new Heard(InRow(0, 2)));

        AwaitAssert(() => Assert.Equal(1, Parts.RoutingCounters.Snapshot.SwapsRefused));
        Requests.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_node_with_a_new_id_keeps_what_fits_and_forgets_the_rest()
    {
        var table = StartTable();
        for (var row = 1; row <= 2; row++)
            for (var i = 0; i < 15; i++) Hear(table, InRow(row, i));

        // As seen from an id that begins with a one, all of them are in row 0, which has room for twenty.
        var identity = IdentityOf(new NodeId(0x8000000000000000, 0, 0, 0), isEphemeral: false, isFirewalled: false);
        table.Tell(new ChangeIdentity(identity, Lifecycle.Ref));

        var forgotten = Enumerable.Range(0, 10).Select(_ => Node.ExpectMsg<NodeEvents.NodeRemoved>().Entry).ToHashSet();
        Requests.FishForMessage<RequestMessages.ChangeIdentity>(change => change.Identity == identity);
        Assert.Same(identity, Parts.Identity);
        Assert.Equal(20, identity.Table.Count);
        Assert.Equal(identity.Table.ToArray().ToHashSet(), List(table).ToHashSet());
        Assert.DoesNotContain(forgotten, node => identity.Table.TryGet(node.Id, out _));
    }

    [Fact]
    public void What_a_bucket_says_of_the_former_table_is_not_believed()
    {
        var table = StartTable();
        Hear(table, InRow(0, 1));
        var identity = IdentityOf(new NodeId(1, 0, 0, 0));
        table.Tell(new ChangeIdentity(identity, Lifecycle.Ref));
        Requests.ExpectMsg<RequestMessages.ChangeIdentity>();

        table.Tell(new BucketMessages.Added(InRow(3, 2)));
        table.Tell(new BucketMessages.Removed(InRow(0, 1)));

        Assert.Equal(InRow(0, 1), Node.ExpectMsg<NodeEvents.NodeRemoved>().Entry);
        Assert.Empty(List(table));
        Assert.Equal(0, identity.Table.Count);
    }

    [Fact]
    public void A_table_that_fails_goes_on_from_what_its_buckets_published()
    {
        var table = StartTable();
        Hear(table, InRow(0, 1));
        Hear(table, InRow(5, 2));

        table.Tell(Kill.Instance);

        Assert.Equal(new[] { InRow(0, 1), InRow(5, 2) }.ToHashSet(), List(table).ToHashSet());
        table.Tell(new Down(InRow(5, 2)));
        Assert.Equal(InRow(5, 2), Node.ExpectMsg<NodeEvents.NodeRemoved>().Entry);
    }

    private IActorRef StartTable()
    {
        var parts = Parts;
        return Start(Props.Create(() => new RoutingTableActor(parts)), "table");
    }

    private void Hear(IActorRef table, Node node)
    {
        table.Tell(new Heard(node));
        Assert.Equal(node, Node.ExpectMsg<NodeEvents.NodeAdded>().Entry);
    }

    private IReadOnlyList<Node> List(IActorRef table, int? limit = null)
    {
        table.Tell(new GetNodes(limit), TestActor);
        return ExpectMsg<Nodes>().Items;
    }

    private IActorRef Bucket(IActorRef table, int row) =>
        Sys.ActorSelection(table.Path / $"bucket-{row:d3}").ResolveOne(TimeSpan.FromSeconds(3)).GetAwaiter().GetResult();

    // Whoever answers has handled everything that it was told before by the table, and by us.
    private void Settle(IActorRef table, int row)
    {
        List(table);
        Bucket(table, row).Tell(new Identify(row), TestActor);
        ExpectMsg<ActorIdentity>();
    }

    // The nodes of one host whose ids, the hashes of their addresses, are in this row as seen from the own id, which is 0.
    private static Node InRow(int row, int number, string network = "127.0.0")
    {
        var host = PeerAddress.Parse($"{network}.1:1").Host;
        var nodes = Found.GetOrAdd((network, row), _ => []);
        lock (nodes)
        {
            for (var port = nodes.Count == 0 ? 1 : nodes[^1].Address.Port + 1; nodes.Count <= number; port++)
            {
                var node = NodeAt(new PeerAddress(host, (ushort)port));
                if (node.Id.CommonPrefixLength(default) == row) nodes.Add(node);
            }

            return nodes[number];
        }
    }
}
