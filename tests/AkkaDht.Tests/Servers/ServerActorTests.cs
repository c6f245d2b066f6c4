using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;
using AkkaDht.Queries;
using AkkaDht.Records;
using AkkaDht.Requests;
using AkkaDht.Servers;
using AkkaDht.Tests.Support;
using static AkkaDht.Servers.ServerMessages;

namespace AkkaDht.Tests.Servers;

/// <summary>One server as an actor: which handshakes it works on, whom it answers, and what strangers see of it, which is nothing.</summary>
public sealed class ServerActorTests : PartsTest
{
    private static readonly PeerAddress From = PeerAddress.Parse("46.1.2.3:4567");

    private readonly TestProbe _owner;
    private readonly TestProbe _peers;
    private readonly TestProbe _connection;

    public ServerActorTests() =>
        (_owner, _peers, _connection) = (CreateTestProbe("owner"), CreateTestProbe("peers"), CreateTestProbe("connection"));

    private Handshakes Clients => field ??= new Handshakes(Parts.KeyPair);

    [Fact]
    public void A_server_has_handshakes_for_its_target_told_to_it()
    {
        var server = StartServer();

        var register = Records.ExpectMsg<RecordMessages.Register>();

        Assert.Equal((Targets.Of(Crypto, Parts.KeyPair.PublicKey), server), (register.Target, register.Server));
        Assert.Equal((Parts.KeyPair.PublicKey, 0), (register.Record.PublicKey, register.Record.Relays.Count));
    }

    [Fact]
    public void A_client_that_is_let_in_gets_a_connection_and_an_answer()
    {
        var server = StartServer();

        server.Tell(Clients.From(From, Clients.Noise()));

        var spec = _peers.ExpectMsg<ConnectionMessages.Open>().Spec;
        Assert.True(spec.IsIncoming);
        Reserve(spec);
        Assert.Equal(Clients.Client.PublicKey, _owner.ExpectMsg<Accepted>().PublicKey);
        var connect = _connection.ExpectMsg<ConnectionMessages.Connect>();
        Assert.Equal((From, new StreamId(99)), (connect.Route.Address, connect.Route.RemoteId));
        Records.FishForMessage<RecordMessages.AnswerHandshake>(_ => true);
    }

    [Fact]
    public void Copies_of_a_handshake_have_one_session_and_the_same_answer()
    {
        var (server, noise) = (StartServer(new ServerSpec { MayPunch = false }), Clients.Noise());

        foreach (var relay in new[] { 1, 2, 3 }) server.Tell(Clients.From(RelayAt(relay), noise, From));

        Reserve(_peers.ExpectMsg<ConnectionMessages.Open>().Spec);
        var answers = new[] { Answer(), Answer(), Answer() };
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
        _peers.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(1, Parts.Admission.Stats.Admitted);
    }

    [Fact]
    public void A_handshake_is_under_way_until_its_connection_is_open()
    {
        var server = StartServer();
        server.Tell(Clients.From(From, Clients.Noise()));
        var spec = _peers.ExpectMsg<ConnectionMessages.Open>().Spec;
        Reserve(spec);
        _owner.ExpectMsg<Accepted>();
        Assert.Equal(1, Parts.Admission.Stats.UnderWay);

        spec.Guide!.Tell(ConnectionMessages.HasOpened.Instance);

        AwaitAssert(() => Assert.Equal(0, Parts.Admission.Stats.UnderWay));
    }

    [Fact]
    public void A_handshake_whose_connection_ends_is_under_way_no_more()
    {
        var server = StartServer();
        server.Tell(Clients.From(From, Clients.Noise()));
        Reserve(_peers.ExpectMsg<ConnectionMessages.Open>().Spec);
        _owner.ExpectMsg<Accepted>();

        Sys.Stop(_connection.Ref);

        AwaitAssert(() => Assert.Equal(0, Parts.Admission.Stats.UnderWay));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whoever_is_refused_and_whoever_cannot_be_read_see_the_same(bool isRefused)
    {
        var server = StartServer(new ServerSpec { Firewall = _ => Task.FromResult(false) });
        var noise = isRefused ? Clients.Noise() : Handshakes.Garbage(1);

        for (var copy = 0; copy < 3; copy++)
        {
            var handshake = Clients.From(From, noise);
            server.Tell(handshake);
            Assert.Equal(handshake.Request, Requests.FishForMessage<RequestMessages.Ignore>(_ => true).Request);
        }

        AwaitAssert(() => Assert.Equal((0, 1), (Parts.Admission.Stats.UnderWay, Parts.Admission.Stats.Admitted)));
        Records.ExpectMsg<RecordMessages.Register>();
        Assert.All([Records, _peers, Sockets, Connects, _owner], part => part.ExpectNoMsg(TimeSpan.Zero));
    }

    [Fact]
    public void An_owner_that_throws_refuses()
    {
        var server = StartServer(new ServerSpec { Firewall = _ => throw new InvalidOperationException("no") });

        server.Tell(Clients.From(From, Clients.Noise()));

        Requests.FishForMessage<RequestMessages.Ignore>(_ => true);
        _peers.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void An_owner_that_does_not_decide_refuses_in_the_end()
    {
        var never = new TaskCompletionSource<bool>();
        var server = StartServer(new ServerSpec { Firewall = _ => never.Task });
        server.Tell(Clients.From(From, Clients.Noise()));
        AwaitAssert(() => Assert.Equal(1, Parts.Admission.Stats.UnderWay));
        Requests.ExpectNoMsg(TimeSpan.FromMilliseconds(20));

        AwaitAssert(() =>
        {
            Advance(Settings.Servers.DecisionTimeout);
            Requests.FishForMessage<RequestMessages.Ignore>(_ => true, TimeSpan.FromMilliseconds(100));
        });

        never.SetResult(true);
        AwaitAssert(() => Assert.Equal(0, Parts.Admission.Stats.UnderWay));
        _peers.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void The_owner_is_told_who_asks()
    {
        var asked = new TaskCompletionSource<PeerIntroduction>();
        var server = StartServer(new ServerSpec { Firewall = introduction => { asked.SetResult(introduction); return Task.FromResult(true); } });

        server.Tell(Clients.From(From, Clients.Noise()));

        _peers.ExpectMsg<ConnectionMessages.Open>();
        Assert.Equal((Clients.Client.PublicKey, From), (asked.Task.Result.PublicKey, asked.Task.Result.From));
    }

    [Fact]
    public void A_client_of_another_version_is_told_so_and_has_no_stream()
    {
        var server = StartServer();

        server.Tell(Clients.From(From, Clients.Noise(version: 2)));

        Records.FishForMessage<RecordMessages.AnswerHandshake>(_ => true);
        _peers.ExpectNoMsg(TimeSpan.Zero);
        AwaitAssert(() => Assert.Equal(0, Parts.Admission.Stats.UnderWay));
    }

    [Fact]
    public void A_node_that_allows_no_further_connection_is_silent()
    {
        var server = StartServer();
        server.Tell(Clients.From(From, Clients.Noise()));
        var spec = _peers.ExpectMsg<ConnectionMessages.Open>().Spec;

        spec.Guide!.Tell(new ConnectionMessages.Closed(new EndReason(EndKind.RefusedByLimit)));

        Requests.FishForMessage<RequestMessages.Ignore>(_ => true);
        AwaitAssert(() => Assert.Equal(0, Parts.Admission.Stats.UnderWay));
    }

    [Fact]
    public void Beyond_a_bound_nothing_is_read_and_the_silence_is_the_same()
    {
        Settings = Settings with { Servers = new() { Admission = new AdmissionSettings { MaxPerAddress = 1 } } };
        var asked = 0;
        var server = StartServer(new ServerSpec { Firewall = async _ => { Interlocked.Increment(ref asked); return await new TaskCompletionSource<bool>().Task; } });
        server.Tell(Clients.From(From, Clients.Noise()));
        AwaitAssert(() => Assert.Equal(1, asked));

        var second = Clients.From(From, Clients.Noise());
        server.Tell(second);

        Assert.Equal(second.Request, Requests.FishForMessage<RequestMessages.Ignore>(_ => true).Request);
        Assert.Equal((1, 1), (asked, Parts.Admission.Stats.RefusedPerAddress));
    }

    [Fact]
    public void Whoever_is_no_relay_of_the_server_is_accounted_for_what_he_brings()
    {
        Settings = Settings with { Servers = new() { Admission = new AdmissionSettings { Burst = 2, PerSecond = 0 } } };
        var server = StartServer();

        for (var invented = 1; invented <= 3; invented++) server.Tell(Clients.From(From, Handshakes.Garbage(invented), RelayAt(invented)));

        for (var i = 0; i < 3; i++) Requests.FishForMessage<RequestMessages.Ignore>(_ => true);
        Assert.Equal((2, 1), (Parts.Admission.Stats.Admitted, Parts.Admission.Stats.RefusedByRate));
    }

    [Fact]
    public void A_hole_punch_for_nobody_is_ignored()
    {
        var server = StartServer();
        foreach (var id in new[] { 0ul, 5ul, ulong.MaxValue })
        {
            var request = Clients.RequestFrom(From, PeerCommands.PeerHolepunch);

            server.Tell(new RecordMessages.Holepunch(request, new HolepunchMessage(PeerMode.FromRelay, id, new byte[60], From)));

            Assert.Equal(request, Requests.FishForMessage<RequestMessages.Ignore>(_ => true).Request);
        }
    }

    [Fact]
    public void Sessions_that_have_led_to_something_are_forgotten_after_a_while()
    {
        Settings = Settings with { Servers = new() { MaxSettled = 1 } };
        var server = StartServer();
        var first = Watch(Settled(server));

        Settled(server);

        ExpectTerminated(first);
    }

    [Fact]
    public void A_session_that_fails_ends_alone_and_its_connection_with_it()
    {
        var server = StartServer(new ServerSpec { MayPunch = false });
        server.Tell(Clients.From(RelayAt(1), Clients.Noise(), From));
        var spec = _peers.ExpectMsg<ConnectionMessages.Open>().Spec;
        Reserve(spec);
        Records.FishForMessage<RecordMessages.AnswerHandshake>(_ => true);

        spec.Guide!.Tell(Kill.Instance);

        _connection.FishForMessage<ConnectionMessages.GiveUp>(_ => true);
        AwaitAssert(() => Assert.Equal(0, Parts.Admission.Stats.UnderWay));
    }

    [Fact]
    public void A_server_that_fails_listens_again_and_gives_its_places_back()
    {
        var server = StartServer(new ServerSpec { Firewall = _ => new TaskCompletionSource<bool>().Task });
        Records.ExpectMsg<RecordMessages.Register>();
        server.Tell(Clients.From(From, Clients.Noise()));
        AwaitAssert(() => Assert.Equal(1, Parts.Admission.Stats.UnderWay));

        server.Tell(Kill.Instance);

        Records.ExpectMsg<RecordMessages.Unregister>();
        Records.ExpectMsg<RecordMessages.Register>();
        Assert.Equal(0, Parts.Admission.Stats.UnderWay);
        _owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_server_whose_owner_has_gone_closes()
    {
        var server = Watch(StartServer());
        Records.ExpectMsg<RecordMessages.Register>();

        Sys.Stop(_owner.Ref);

        Records.ExpectMsg<RecordMessages.Unregister>();
        ExpectTerminated(server);
    }

    [Fact]
    public void A_server_that_is_suspended_is_silent_and_comes_back()
    {
        var server = StartServer();
        server.Tell(Suspend.Instance);
        server.Tell(Clients.From(From, Clients.Noise()));
        Requests.FishForMessage<RequestMessages.Ignore>(_ => true);
        _peers.ExpectNoMsg(TimeSpan.Zero);

        server.Tell(Resume.Instance);
        server.Tell(Clients.From(From, Clients.Noise()));

        _peers.ExpectMsg<ConnectionMessages.Open>();
    }

    [Fact]
    public void An_announcer_that_fails_is_made_anew()
    {
        StartServer();
        Queries.ExpectMsg<QueryMessages.Start>();

        Queries.LastSender.Tell(Kill.Instance);

        Queries.ExpectMsg<QueryMessages.Start>();
    }

    private IActorRef StartServer(ServerSpec? spec = null)
    {
        Parts.Connections = _peers.Ref;
        var (parts, desk) = (Parts, new ServerDesk(Parts, spec ?? new ServerSpec(), _owner.Ref));
        return Start(Props.Create(() => new ServerActor(parts, desk)), "s-1");
    }

    private void Reserve(ConnectionSpec spec) =>
        spec.Guide!.Tell(new ConnectionMessages.Reserved(_connection.Ref, new StreamId(7)), _connection.Ref);

    // A session whose client has come through directly.
    private IActorRef Settled(IActorRef server)
    {
        server.Tell(Clients.From(From, Clients.Noise()));
        var spec = _peers.ExpectMsg<ConnectionMessages.Open>().Spec;
        Reserve(spec);
        _owner.ExpectMsg<Accepted>();
        spec.Guide!.Tell(ConnectionMessages.HasOpened.Instance);
        return spec.Guide!;
    }

    private byte[] Answer() => Records.FishForMessage<RecordMessages.AnswerHandshake>(_ => true).Noise.ToArray();

    private static PeerAddress RelayAt(int number) => new(0x50000000u + (uint)number, 49737);
}
