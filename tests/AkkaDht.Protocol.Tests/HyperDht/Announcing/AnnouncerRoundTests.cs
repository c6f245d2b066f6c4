using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Announcing;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using static AkkaDht.Protocol.HyperDht.PeerCommands;
using static AkkaDht.Protocol.Tests.HyperDht.Announcing.AnnouncerUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Announcing;

/// <summary>What one round of an announcer asks of whom, and what clients learn of it.</summary>
public sealed class AnnouncerRoundTests
{
    [Fact]
    public void A_server_walks_to_its_own_target_and_announces_itself_to_the_three_closest()
    {
        var server = new AnnouncerUnderTest();
        server.Machine.HandleStart(server.Now);
        server.Drain();

        Assert.Empty(Assert.IsType<AnnouncerOutput.Walk>(Assert.Single(server.Outputs)).Seeds);
        server.Walked(1, 2, 3, 4);

        Assert.All(server.Asked, spec => Assert.Equal(Target, spec.Target));
        Assert.Equal([NodeAt(1), NodeAt(2), NodeAt(3)], server.Take(Announce));
    }

    [Fact]
    public void An_announcement_is_signed_for_the_node_and_the_token_that_it_issued()
    {
        var server = new AnnouncerUnderTest();
        server.Machine.HandleStart(server.Now);

        server.Walked(1);

        var spec = Assert.Single(server.Asked);
        var (id, token) = (spec.ToId!.Value, spec.Token!.Value);
        Assert.Equal(Node(1), new Node(id, spec.To));
        Assert.True(WireMessages.TryDecode<Announcement>(spec.Value!.Value.Span, out var announcement));
        Assert.Equal((AnnouncerUnderTest.KeyPair.PublicKey, 0), (announcement.Peer!.PublicKey, announcement.Peer.Relays.Count));
        Assert.True(RecordSignatures.VerifyAnnounce(ManagedSuite.Instance, announcement.Signature!.Value, Target, id, token, announcement.Peer, null));
    }

    [Fact]
    public void A_server_is_ready_when_the_closest_nodes_have_answered()
    {
        var server = new AnnouncerUnderTest();
        server.Machine.HandleStart(server.Now);
        server.Walked(1, 2);
        server.AnswerOne();
        Assert.DoesNotContain(new AnnouncerOutput.Announced(), server.Outputs);

        server.AnswerOne();

        Assert.Contains(new AnnouncerOutput.Announced(), server.Outputs);
        Assert.Equal([new RelayInfo(NodeAt(1), Own), new RelayInfo(NodeAt(2), Own)], server.Machine.Relays);
        Assert.Equal([NodeAt(1), NodeAt(2)], server.Machine.RelayAddresses);
    }

    [Fact]
    public void A_node_that_refuses_or_does_not_answer_is_no_relay()
    {
        var server = new AnnouncerUnderTest();
        server.Dead.Add(NodeAt(2));
        server.Machine.HandleStart(server.Now);
        server.Walked(1, 2, 3);

        server.RefuseOne();
        server.Answer();

        Assert.Equal([NodeAt(3)], server.Machine.RelayAddresses);
        Assert.False(server.Machine.IsRelay(NodeAt(1)));
    }

    [Fact]
    public void Nodes_without_an_id_or_a_token_are_passed_over()
    {
        var server = new AnnouncerUnderTest();
        server.Machine.HandleStart(server.Now);

        server.Walked([server.Found(NodeAt(1)) with { Token = null }, server.Found(NodeAt(2)) with { FromId = null }, server.Found(NodeAt(3))]);

        Assert.Equal([NodeAt(3)], server.Take(Announce));
    }

    [Fact]
    public void A_server_that_can_be_reached_says_so_first()
    {
        var server = new AnnouncerUnderTest();
        server.Machine.HandleNetwork(server.Now, isOnline: true, Own);
        server.Machine.HandleStart(server.Now);
        server.Walked(1, 2, 3);

        server.Answer();

        Assert.Equal([Own, NodeAt(1), NodeAt(2)], server.Machine.RelayAddresses);
        Assert.Equal(3, server.Machine.Relays.Count);
    }

    [Fact]
    public void A_round_begins_where_the_last_one_ended()
    {
        var server = Announced();

        server.Machine.HandleRefresh(server.Now);
        server.Drain();

        var walk = Assert.Single(server.Outputs.OfType<AnnouncerOutput.Walk>());
        Assert.Equal([Node(1), Node(2), Node(3)], walk.Seeds);
    }

    [Fact]
    public void Relays_that_are_none_any_more_are_told_to_forget()
    {
        var server = Announced();
        Begin(server);
        server.Walked(2, 3, 4);

        server.Answer();

        Assert.Equal([NodeAt(1)], server.Take(FindPeer));
        Assert.Equal([NodeAt(1)], server.Take(Unannounce));
        Assert.Equal([NodeAt(2), NodeAt(3), NodeAt(4)], server.Machine.RelayAddresses);
    }

    [Fact]
    public void A_node_that_has_forgotten_already_is_left_alone()
    {
        var server = Announced(1);
        Begin(server);
        server.Walked(2);
        server.AnswerOne();

        server.RefuseOne();

        Assert.Empty(server.Take(Unannounce));
    }

    [Fact]
    public void Relays_of_the_last_two_rounds_are_still_known()
    {
        var server = Announced(1);
        foreach (var next in new[] { 2, 3 })
        {
            Begin(server);
            server.Walked(next);
            server.Answer();
        }

        Assert.All([1, 2, 3], number => Assert.True(server.Machine.IsRelay(NodeAt(number))));
        Begin(server);
        Assert.False(server.Machine.IsRelay(NodeAt(1)));
        Assert.True(server.Machine.IsRelay(NodeAt(2)));
    }

    [Fact]
    public void Answers_of_a_round_that_is_over_mean_nothing()
    {
        var server = Announced();

        server.Machine.HandleReply(server.Now, 1, server.Found(NodeAt(9)));
        server.Machine.HandleReply(server.Now, 999, server.Found(NodeAt(9)));
        server.Walked(8);

        Assert.Equal([NodeAt(1), NodeAt(2), NodeAt(3)], server.Machine.RelayAddresses);
        Assert.Empty(server.Take(Announce));
    }

    private static void Begin(AnnouncerUnderTest server)
    {
        server.Answer();
        server.Sleep(TimeSpan.FromSeconds(20));
        server.Answer();
        server.Machine.HandleRefresh(server.Now);
        server.Drain();
        Assert.Contains(server.Outputs, output => output is AnnouncerOutput.Walk);
        server.Asked.Clear();
    }
}
