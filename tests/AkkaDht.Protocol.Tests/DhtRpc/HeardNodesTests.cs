using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Protocol.Tests.Kademlia;
using static AkkaDht.Protocol.Tests.DhtRpc.EndpointUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>What a datagram tells about its sender (02-dht-rpc.md B5).</summary>
public sealed class HeardNodesTests
{
    private static readonly HeardNodes.Verdict Nothing = new(Report: false, Sample: false);
    private static readonly HeardNodes.Verdict Reported = new(Report: true, Sample: false);
    private static readonly HeardNodes.Verdict Sampled = new(Report: false, Sample: true);
    private static readonly HeardNodes.Verdict ReportedAndSampled = new(Report: true, Sample: true);

    private readonly HeardNodes _heard = new(capacity: 100);
    private readonly RoutingTable _table = new(new NodeId(ulong.MaxValue, 0, 0, 0));
    private readonly Node _node = KademliaData.NodeOf(1);

    [Fact]
    public void A_node_is_reported_once_a_tick()
    {
        Add(_node);

        Assert.True(Hear(tick: 1).Report);
        Assert.Equal(Nothing, Hear(tick: 1));
        Assert.Equal(Reported, Hear(tick: 2));
        Assert.Equal(Nothing, Hear(tick: 2));
    }

    [Fact]
    public void A_newcomer_is_sampled_on_either_socket_if_there_is_a_place_for_it()
    {
        Assert.Equal(ReportedAndSampled, Hear(tick: 1, isExternal: true));
        Assert.Equal(ReportedAndSampled, Hear(KademliaData.NodeOf(2), tick: 1));

        Add([.. Enumerable.Range(10, RoutingTable.DefaultCapacity).Select(KademliaData.NodeOf)]);
        Assert.Equal(Reported, Hear(KademliaData.NodeOf(3), tick: 1));
    }

    [Fact]
    public void A_member_is_sampled_on_the_socket_of_requests_only()
    {
        Add(_node);

        Assert.Equal(Reported, Hear(tick: 1, isExternal: true));
        Assert.Equal(Nothing, Hear(tick: 1, isExternal: true));
        Assert.Equal(Sampled, Hear(tick: 1));
        Assert.Equal(Nothing, Hear(tick: 1));
    }

    [Fact]
    public void A_member_is_sampled_again_after_half_an_hour()
    {
        Add(_node);
        Assert.Equal(ReportedAndSampled, Hear(tick: 5));

        Assert.Equal(Reported, Hear(tick: 364));
        Assert.Equal(Reported, Hear(tick: 365, isExternal: true));
        Assert.Equal(Sampled, Hear(tick: 365));
        Assert.Equal(Reported, Hear(tick: 366));
    }

    [Fact]
    public void A_node_that_left_the_table_is_new_when_heard_again()
    {
        Hear(tick: 1);

        _heard.HandleRemoved(_node.Address);

        Assert.Equal(ReportedAndSampled, Hear(tick: 1));
    }

    [Fact]
    public void At_the_bound_those_of_earlier_ticks_make_room()
    {
        for (var number = 0; number < 100; number++) Hear(KademliaData.NodeOf(number), tick: number < 40 ? 1 : 2);
        Assert.Equal(100, _heard.Count);

        Assert.Equal(ReportedAndSampled, Hear(KademliaData.NodeOf(200), tick: 2));

        Assert.Equal(61, _heard.Count);
    }

    [Fact]
    public void When_all_were_heard_in_this_tick_a_further_node_is_reported_and_never_sampled()
    {
        for (var number = 0; number < 1_000; number++) Hear(KademliaData.NodeOf(number), tick: 1);
        Assert.Equal(100, _heard.Count);

        var stranger = KademliaData.NodeOf(5_000);
        Assert.Equal(Reported, Hear(stranger, tick: 1));
        Assert.Equal(Reported, Hear(stranger, tick: 1));
        Assert.Equal(Nothing, Hear(KademliaData.NodeOf(0), tick: 1));
        Assert.Equal(902, _heard.Refused);
    }

    [Fact]
    public void The_first_senders_without_an_id_are_believed_each_once()
    {
        Assert.True(_heard.HandleIdless(Peer, limit: 2));
        Assert.False(_heard.HandleIdless(Peer, limit: 2));
        Assert.True(_heard.HandleIdless(Peer with { Port = 1 }, limit: 2));
        Assert.False(_heard.HandleIdless(OtherPeer, limit: 2));

        _heard.HandleNatReset();

        Assert.True(_heard.HandleIdless(Peer, limit: 2));
    }

    [Fact]
    public void An_endpoint_reports_whoever_proves_its_id_in_a_request_or_a_reply()
    {
        var endpoint = new EndpointUnderTest();
        endpoint.Receive(new RequestDatagram { To = Own, IsInternal = true, Command = Commands.Ping, HasId = true, Id = NodeAt(OtherPeer).Id }, OtherPeer);
        endpoint.Start(RequestSpec.Ping(Peer));
        endpoint.Answer(Assert.Single(endpoint.TakeSent()), showsId: true);

        Assert.Equal([NodeAt(OtherPeer), NodeAt(Peer)], endpoint.TakeHeard());
        Assert.Equal([Own, Own], endpoint.TakeSamples());
        Assert.Equal(NodeAt(Peer).Id, Assert.Single(endpoint.TakeOutcomes()).Reply!.FromId);
    }

    [Fact]
    public void An_endpoint_never_reports_its_own_id()
    {
        var endpoint = new EndpointUnderTest();

        endpoint.Receive(new RequestDatagram { To = Own, IsInternal = true, Command = Commands.Ping, HasId = true, Id = NodeAt(Own).Id }, Own);

        Assert.Empty(endpoint.TakeHeard());
        Assert.Empty(endpoint.TakeSamples());
    }

    [Fact]
    public void A_sender_without_an_id_is_sampled_for_its_reply_and_not_for_its_request()
    {
        var endpoint = new EndpointUnderTest();
        endpoint.Receive(new RequestDatagram { To = Own, IsInternal = true, Command = Commands.Ping }, OtherPeer);
        Assert.Empty(endpoint.TakeSamples());

        for (var i = 0; i < 2; i++)
        {
            endpoint.Start(RequestSpec.Ping(Peer));
            endpoint.Answer(Assert.Single(endpoint.TakeSent()));
        }

        Assert.Equal([Own], endpoint.TakeSamples());
        Assert.Empty(endpoint.TakeHeard());
    }

    [Fact]
    public void Nothing_in_a_request_with_a_false_token_is_believed()
    {
        var endpoint = new EndpointUnderTest();

        endpoint.Receive(new RequestDatagram { To = Own, IsInternal = true, Command = Commands.Ping, HasId = true, Id = NodeAt(Peer).Id, HasToken = true });

        Assert.Empty(endpoint.TakeHeard());
        Assert.Empty(endpoint.TakeSamples());
    }

    [Fact]
    public void Whom_the_filter_refuses_is_neither_reported_nor_sampled()
    {
        var endpoint = new EndpointUnderTest(new EndpointSettings { NodeFilter = node => node.Address != Peer, IdlessSamples = 5 });
        foreach (var (to, showsId) in new[] { (Peer, true), (Peer, false), (OtherPeer, true) })
        {
            endpoint.Start(RequestSpec.Ping(to));
            endpoint.Answer(Assert.Single(endpoint.TakeSent()), showsId: showsId);
        }

        Assert.Equal([NodeAt(OtherPeer)], endpoint.TakeHeard());
        Assert.Equal([Own], endpoint.TakeSamples());
    }

    private HeardNodes.Verdict Hear(long tick, bool isExternal = false) => Hear(_node, tick, isExternal);

    private HeardNodes.Verdict Hear(Node node, long tick, bool isExternal = false) => _heard.HandleNode(tick, node, _table, isExternal);

    private void Add(params Node[] nodes)
    {
        var bucket = new Bucket(BucketLimits.Default);
        foreach (var node in nodes) bucket.Heard(1, node);
        _table.Publish(_table.RowOf(nodes[0].Id), bucket.Snapshot);
    }
}
