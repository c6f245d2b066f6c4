using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Lifecycle;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Sockets;
using AkkaDht.Supervision;
using AkkaDht.Tests.Support;
using static AkkaDht.Requests.RequestMessages;

namespace AkkaDht.Tests.Requests;

/// <summary>Where all datagrams and requests of a node meet; <see cref="PartsTest.Sockets"/> stands for both sockets.</summary>
public sealed class RequestsActorTests : PartsTest
{
    private static readonly PeerAddress Us = PeerAddress.Loopback(5000);
    private static readonly PeerAddress Peer = PeerAddress.Loopback(9);

    [Fact]
    public void A_request_leaves_as_a_datagram_and_its_reply_finishes_it()
    {
        var requests = StartBound();

        requests.Tell(new Send(RequestSpec.Ping(Peer), Tag: 3), TestActor);
        var sent = ExpectTransmit();
        Receive(requests, Peer, ReplyTo(sent.Datagram));

        var finished = ExpectMsg<Finished>();
        Assert.Equal(Peer, sent.To);
        Assert.Equal((3, RequestOutcomeKind.Replied, Peer, 0), (finished.Tag, finished.Kind, finished.Reply!.From, finished.InFlight));
    }

    [Fact]
    public void Requests_wait_until_both_sockets_are_bound()
    {
        var requests = StartRequests();

        requests.Tell(new Send(RequestSpec.Ping(Peer)), TestActor);
        Sockets.Send(requests, new SocketMessages.Bound(SocketRole.Server, Us));
        Sockets.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        Sockets.Send(requests, new SocketMessages.Bound(SocketRole.Client, Us));

        Assert.Equal(Peer, ExpectTransmit().To);
    }

    [Fact]
    public void An_unanswered_request_is_sent_again_and_times_out()
    {
        var requests = StartBound();
        requests.Tell(new Send(RequestSpec.Ping(Peer) with { Retries = 1, ReportSlow = true }, Tag: 3), TestActor);
        ExpectTransmit();

        Advance(TimeSpan.FromSeconds(1));
        ExpectMsg(new Slow(3));
        ExpectTransmit();
        AwaitAssert(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(RequestOutcomeKind.TimedOut, ExpectMsg<Finished>(TimeSpan.FromMilliseconds(50)).Kind);
        });
    }

    [Fact]
    public void A_batch_goes_back_to_its_socket_after_the_replies_to_it()
    {
        var requests = StartBound();
        var batch = BatchOf(Peer, RequestDatagramOf(Commands.Ping, isInternal: true), [0xff], []);

        Sockets.Send(requests, batch);

        var reply = ExpectTransmit();
        Assert.Equal(Peer, reply.To);
        Sockets.ExpectMsg<DatagramBatch>(returned => ReferenceEquals(returned, batch));
        requests.Tell(NodeMessages.GetStats.Instance, TestActor);
        var stats = ExpectMsg<NodeStats>().Endpoint;
        Assert.Equal((1, 2), (stats.Answers.Replies, stats.Datagrams.Foreign));
    }

    [Fact]
    public void A_command_of_the_application_goes_to_its_handler_whose_answer_leaves_as_a_reply()
    {
        var requests = StartBound();
        var handler = HandleWithProbe(requests);

        Receive(requests, Peer, RequestDatagramOf(command: 7));
        handler.Reply(new Respond(handler.ExpectMsg<Incoming>().Request, Answer.Failure(17)));

        Assert.Equal(17ul, ErrorOf(ExpectTransmit().Datagram));
    }

    [Fact]
    public void A_request_can_be_relayed()
    {
        var requests = StartBound();
        var handler = HandleWithProbe(requests);
        var other = PeerAddress.Loopback(10);

        Receive(requests, Peer, RequestDatagramOf(command: 7));
        handler.Reply(new Relay(handler.ExpectMsg<Incoming>().Request, null, other));

        var (to, datagram) = ExpectTransmit();
        Assert.Equal(other, to);
        Assert.True(RequestDatagram.TryDecode(datagram, out var relayed, out _));
        Assert.Equal(7ul, relayed.Command);
    }

    [Fact]
    public void A_request_that_is_ignored_is_answered_by_nobody_and_frees_its_place()
    {
        Settings = Settings with { Endpoint = new() { Answers = new() { MaxOpenRequests = 1 } } };
        var requests = StartBound();
        var handler = HandleWithProbe(requests);
        Receive(requests, Peer, RequestDatagramOf(command: 7));
        handler.Reply(new Ignore(handler.ExpectMsg<Incoming>().Request));

        Receive(requests, Peer, RequestDatagramOf(command: 8));

        Assert.Equal(8ul, handler.ExpectMsg<Incoming>().Request.Command);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(2, true)]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(11, false)]
    public void Of_a_node_that_speaks_hyperdht_its_commands_are_not_the_applications(ulong command, bool isHyperDht)
    {
        Settings = Settings with { IsHyperDht = true };
        var requests = StartBound();
        var handler = HandleWithProbe(requests);

        Receive(requests, Peer, RequestDatagramOf(command, value: [0, 0, 0]));

        Assert.Equal(command, (isHyperDht ? Records : handler).ExpectMsg<Incoming>().Request.Command);
    }

    [Fact]
    public void What_cannot_be_a_handshake_is_left_to_a_handler_that_is_there()
    {
        Settings = Settings with { IsHyperDht = true };
        var requests = StartBound();
        Receive(requests, Peer, RequestDatagramOf(command: 0));
        Records.ExpectMsg<Incoming>();

        var handler = HandleWithProbe(requests);
        Receive(requests, Peer, RequestDatagramOf(command: 0));

        handler.ExpectMsg<Incoming>();
    }

    [Fact]
    public void Beyond_the_commands_of_hyperdht_nobody_knows_one_without_a_handler()
    {
        Settings = Settings with { IsHyperDht = true };
        var requests = StartBound();

        Receive(requests, Peer, RequestDatagramOf(command: 11));

        Assert.Equal(ErrorCodes.UnknownCommand, ErrorOf(ExpectTransmit().Datagram));
    }

    [Fact]
    public void Without_a_handler_and_after_its_death_a_command_is_unknown()
    {
        var requests = StartBound();
        Receive(requests, Peer, RequestDatagramOf(command: 7));
        Assert.Equal(ErrorCodes.UnknownCommand, ErrorOf(ExpectTransmit().Datagram));
        var handler = HandleWithProbe(requests);

        Watch(handler.Ref);
        Sys.Stop(handler.Ref);
        ExpectTerminated(handler.Ref);

        AwaitAssert(() =>
        {
            Receive(requests, Peer, RequestDatagramOf(command: 7));
            Assert.Equal(ErrorCodes.UnknownCommand, ErrorOf(ExpectTransmit(TimeSpan.FromMilliseconds(50)).Datagram));
        });
    }

    [Fact]
    public void A_session_that_is_cancelled_fails_its_requests()
    {
        var requests = StartBound();
        requests.Tell(new Send(RequestSpec.Ping(Peer) with { Session = 4 }, Tag: 1), TestActor);
        requests.Tell(new Send(RequestSpec.Ping(Peer) with { Session = 5 }, Tag: 2), TestActor);

        requests.Tell(new Cancel(4));

        var finished = ExpectMsg<Finished>();
        Assert.Equal((1, RequestOutcomeKind.Destroyed, 1), (finished.Tag, finished.Kind, finished.InFlight));
    }

    [Fact]
    public void A_node_that_proves_its_id_is_reported_to_the_table_and_its_view_of_us_to_the_lifecycle()
    {
        var requests = StartBound();
        requests.Tell(new Send(RequestSpec.Ping(Peer)), TestActor);

        Receive(requests, Peer, ReplyTo(ExpectTransmit().Datagram, Ids.Of(Peer)));

        Assert.Equal(Us, Lifecycle.ExpectMsg<LifecycleMessages.NatSampled>().Address);
        Assert.Equal(NodeAt(Peer), Table.ExpectMsg<RoutingMessages.Heard>().Node);
    }

    [Fact]
    public void An_entry_that_never_answers_is_reported_as_down()
    {
        var requests = StartBound();
        requests.Tell(new Send(RequestSpec.Ping(Peer) with { ToId = Ids.Of(Peer), Retries = 0 }), TestActor);
        ExpectTransmit();

        Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(NodeAt(Peer), Table.ExpectMsg<RoutingMessages.Down>().Node);
    }

    [Fact]
    public void A_suspended_node_fails_what_is_in_flight_and_what_comes_after()
    {
        var requests = StartBound();
        requests.Tell(new Send(RequestSpec.Ping(Peer), Tag: 1), TestActor);

        requests.Tell(RequestMessages.Suspend.Instance);
        requests.Tell(new Send(RequestSpec.Ping(Peer), Tag: 2), TestActor);

        Assert.Equal((1, RequestOutcomeKind.Suspended), ExpectFinished());
        Assert.Equal((2, RequestOutcomeKind.Suspended), ExpectFinished());
    }

    [Fact]
    public void A_restart_fails_what_is_in_flight_and_keeps_sockets_and_handler()
    {
        var requests = StartBound();
        var handler = HandleWithProbe(requests);
        requests.Tell(new Send(RequestSpec.Ping(Peer), Tag: 1), TestActor);
        ExpectTransmit();

        requests.Tell(Kill.Instance);

        Assert.Equal((1, RequestOutcomeKind.Destroyed), ExpectFinished());
        requests.Tell(new Send(RequestSpec.Ping(Peer), Tag: 2), TestActor);
        Receive(requests, Peer, ReplyTo(ExpectTransmit().Datagram));
        Assert.Equal((2, RequestOutcomeKind.Replied), ExpectFinished());
        Receive(requests, Peer, RequestDatagramOf(command: 7));
        handler.ExpectMsg<Incoming>();
    }

    [Fact]
    public void A_handler_named_during_a_restart_takes_the_place_of_the_former()
    {
        var requests = StartBound();
        var former = HandleWithProbe(requests);

        requests.Tell(Kill.Instance);
        var handler = HandleWithProbe(requests);
        Receive(requests, Peer, RequestDatagramOf(command: 7));

        handler.ExpectMsg<Incoming>();
        former.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_restart_leaves_a_suspended_node_suspended()
    {
        var requests = StartBound();
        requests.Tell(Suspend.Instance);

        requests.Tell(Kill.Instance);
        requests.Tell(new Send(RequestSpec.Ping(Peer), Tag: 1), TestActor);

        Assert.Equal((1, RequestOutcomeKind.Suspended), ExpectFinished());
    }

    [Fact]
    public void An_actor_that_stops_fails_what_is_in_flight()
    {
        var requests = StartBound();
        requests.Tell(new Send(RequestSpec.Ping(Peer), Tag: 1), TestActor);
        ExpectTransmit();

        Sys.Stop(requests);

        Assert.Equal((1, RequestOutcomeKind.Destroyed), ExpectFinished());
    }

    [Fact]
    public void A_change_of_identity_is_confirmed_and_shows_in_the_next_datagram()
    {
        var requests = StartBound();
        var identity = IdentityOf(Ids.Of(Us), isEphemeral: false, isFirewalled: false);

        requests.Tell(new ChangeIdentity(identity, Lifecycle.Ref));
        Lifecycle.ExpectMsg<IdentityChanged>();
        requests.Tell(new Send(RequestSpec.Ping(Peer)), TestActor);

        Assert.True(RequestDatagram.TryDecode(ExpectTransmit().Datagram, out var request, out _));
        Assert.Equal(Ids.Of(Us), request.Id);
    }

    private IActorRef StartRequests()
    {
        var parts = Parts;
        return Start(Props.Create(() => new RequestsActor(parts)), "requests");
    }

    private IActorRef StartBound()
    {
        var requests = StartRequests();
        Sockets.Send(requests, new SocketMessages.Bound(SocketRole.Server, Us));
        Sockets.Send(requests, new SocketMessages.Bound(SocketRole.Client, Us));
        return requests;
    }

    private TestProbe HandleWithProbe(IActorRef requests)
    {
        var handler = CreateTestProbe();
        requests.Tell(new HandleWith(handler.Ref));
        return handler;
    }

    private (PeerAddress To, byte[] Datagram) ExpectTransmit(TimeSpan? patience = null)
    {
        var batch = Sockets.FishForMessage<TransmitBatch>(_ => true, patience);
        return (batch[0].To, batch.Datagram(0).ToArray());
    }

    private (long Tag, RequestOutcomeKind Kind) ExpectFinished()
    {
        var finished = ExpectMsg<Finished>();
        return (finished.Tag, finished.Kind);
    }

    private void Receive(IActorRef requests, PeerAddress from, byte[] datagram) => Sockets.Send(requests, BatchOf(from, datagram));

    private static DatagramBatch BatchOf(PeerAddress from, params byte[][] datagrams)
    {
        var batch = new DatagramBatch(datagrams.Length * DatagramBatch.SlotBytes);
        batch.Begin(SocketRole.Server);
        foreach (var datagram in datagrams) batch.TryAdd(from, datagram);
        return batch;
    }

    private static byte[] RequestDatagramOf(ulong command, bool isInternal = false, byte[]? value = null)
    {
        var request = new RequestDatagram { Tid = 77, To = Us, Command = command, IsInternal = isInternal, HasValue = value is not null, Value = value };
        var bytes = new byte[request.Measure()];
        request.Encode(bytes);
        return bytes;
    }

    private static byte[] ReplyTo(byte[] datagram, NodeId? id = null)
    {
        Assert.True(RequestDatagram.TryDecode(datagram, out var request, out _));
        var reply = new ReplyDatagram { Tid = request.Tid, To = Us, HasId = id is not null, Id = id.GetValueOrDefault() };
        var bytes = new byte[reply.Measure()];
        reply.Encode(bytes);
        return bytes;
    }

    private static ulong ErrorOf(byte[] datagram)
    {
        Assert.True(ReplyDatagram.TryDecode(datagram, out var reply, out _));
        return reply.Error;
    }
}
