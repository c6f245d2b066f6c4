using Akka.Actor;
using Akka.Event;
using AkkaDht.Announcing;
using AkkaDht.Bootstrapping;
using AkkaDht.Connecting;
using AkkaDht.Connections;
using AkkaDht.Driving;
using AkkaDht.Lifecycle;
using AkkaDht.Persistence;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Queries;
using AkkaDht.Records;
using AkkaDht.Relaying;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Servers;
using AkkaDht.Sockets;
using static AkkaDht.Supervision.NodeMessages;

namespace AkkaDht.Supervision;

/// <summary>
/// A node: its parts and its front door. Creates <c>requests</c>, <c>sockets</c>, <c>table</c>, <c>queries</c>, <c>records</c>,
/// <c>bootstrap</c>, <c>lifecycle</c>, <c>connects</c>, <c>servers</c> and <c>peers</c>, passes each message on to the part that it concerns, and
/// tells the world what happens.
/// </summary>
internal sealed partial class NodeSupervisor : UntypedActor, IWithStash
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeParts _parts;
    private readonly HashSet<IActorRef> _subscribers = [];
    private readonly Dictionary<LifecycleEvent, List<IActorRef>> _waiting = [];
    private PeerAddress? _server;
    private PeerAddress? _client;

    public NodeSupervisor(DhtNodeSettings settings)
    {
        var crypto = CryptoSuites.Select(settings.CryptoSuite);
        settings = settings with { Lifecycle = settings.Lifecycle with { Network = DhtNetwork.Named(crypto, settings.Network) } };
        var lifecycle = new NodeLifecycle(settings.Lifecycle, crypto, settings.NewRandom());
        var state = NodeState.Open(settings, crypto);
        settings = settings with { Nodes = [.. settings.Nodes.Union(state.Nodes)] };
        _parts = new NodeParts
        {
            // As many strangers are believed about our address as there are bootstrap nodes (02-dht-rpc.md B11).
            Settings = settings with { Endpoint = settings.Endpoint with { IdlessSamples = Math.Max(1, settings.Bootstrap.Count) } },
            Clock = new Clock(settings.Time),
            Crypto = crypto,
            Node = Self,
            Admission = new AdmissionDesk(settings.Servers.Admission, settings.NewRandom()),
            PunchGate = new RandomPunchGate(settings.Connecting.RandomPunchLimit, settings.Connecting.RandomPunchInterval),
            KeyPair = state.KeyPair,
            State = state,
            Identity = lifecycle.Identity,
            View = LifecycleView.Of(lifecycle),
            Streams = new StreamTable(settings.Connections.MaxConnections),
        };
        CreateParts(lifecycle);
    }

    /// <summary>The node of <paramref name="settings"/>; its parent decides what it is called.</summary>
    public static Props Props(DhtNodeSettings settings) => Akka.Actor.Props.Create(() => new NodeSupervisor(settings));

    public IStash Stash { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure => failure switch
    {
        // A part that cannot even be created will not fare better the next time: the node is over.
        ActorInitializationException => Directive.Escalate,

        // Every part fails its open work when it goes down and finds its neighbours again, so that it alone is restarted.
        _ => Directive.Restart,
    });

    protected override void PreStart() => _parts.Sockets.Tell(SocketMessages.Open.Instance);

    protected override void PostStop()
    {
        StopWatchingInterfaces();
        FailWaiting(DhtException.Of(RequestOutcomeKind.Destroyed));
        Publish(new NodeEvents.Closed(Self));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LifecycleMessages.Raised raised: Raised(raised); break;
            case NodeEvents.NodeEvent happened: Publish(happened); break;
            case RequestMessages.Send or RequestMessages.Cancel or RequestMessages.HandleWith: _parts.Requests.Forward(message); break;
            case RequestMessages.Respond or RequestMessages.Relay or RequestMessages.Ignore: _parts.Requests.Forward(message); break;
            case GetStats: _parts.Requests.Forward(message); break;
            case QueryMessages.Start: _parts.Queries.Forward(message); break;
            case AnnouncementMessages.Keep or AnnouncementMessages.Forget or AnnouncementMessages.GetAnnouncements: Announcements(message); break;
            case RecordMessages.IOperation: _parts.Records.Forward(message); break;
            case ConnectionMessages.Open open when open.Spec.Peer is not null && !_parts.Settings.IsHyperDht: RefuseToConnect(open.Spec); break;
            case ConnectionMessages.Open: _parts.Connections.Forward(message); break;
            case ServerMessages.Listen listen: Listen(listen); break;
            case ServerMessages.HasLeft: ServersHaveLeft(); break;
            case GetKeyPair: Sender.Tell(_parts.KeyPair); break;
            case RoutingMessages.AddNode or RoutingMessages.GetNodes: _parts.Table.Forward(message); break;
            case Ping ping: Ping(ping); break;
            case DelayedPing ping: DelayedPing(ping); break;
            case Refresh: _parts.Lifecycle.Tell(LifecycleMessages.Refresh.Instance); break;
            case GetStatus: Sender.Tell(CurrentStatus()); break;
            case WhenListening _: WhenListening(); break;
            case WhenBootstrapped _: WhenBootstrapped(); break;
            case Subscribe subscribe: Subscribe(subscribe.Subscriber); break;
            case Unsubscribe unsubscribe: Unsubscribe(unsubscribe.Subscriber); break;
            case Terminated terminated: _subscribers.Remove(terminated.ActorRef); break;
            case NodeMessages.Suspend or NodeMessages.Resume when _openFailure is { } failure: Sender.Tell(new Status.Failure(failure)); break;
            case NodeMessages.Suspend or NodeMessages.Resume when _isChanging: Stash.Stash(); break;
            case Suspend _: Suspend(); break;
            case Resume _: Resume(); break;
            case Destroy _: Destroy(); break;
            case SocketMessages.Opened opened: Opened(opened); break;
            case SocketMessages.OpenFailed failed: OpenFailed(failed.Reason); break;
            case SocketMessages.Closed: Closed(); break;
            case ConnectionMessages.AllEnded: ConnectionsEnded(); break;
            case InterfacesHaveChanged: InterfacesChanged(); break;
            default: Unhandled(message); break;
        }
    }

    private void CreateParts(NodeLifecycle lifecycle)
    {
        _parts.Requests = Context.ActorOf(Akka.Actor.Props.Create(() => new RequestsActor(_parts)), "requests");
        _parts.Sockets = Context.ActorOf(Akka.Actor.Props.Create(() => new SocketsSupervisor(_parts)), "sockets");
        _parts.Table = Context.ActorOf(Akka.Actor.Props.Create(() => new RoutingTableActor(_parts)), "table");
        _parts.Queries = Context.ActorOf(Akka.Actor.Props.Create(() => new QueriesSupervisor(_parts)), "queries");
        _parts.Bootstrap = Context.ActorOf(Akka.Actor.Props.Create(() => new BootstrapActor(_parts)), "bootstrap");
        _parts.Lifecycle = Context.ActorOf(Akka.Actor.Props.Create(() => new LifecycleActor(_parts, lifecycle)), "lifecycle");
        if (_parts.Settings.IsHyperDht)
        {
            _parts.Records = Context.ActorOf(Akka.Actor.Props.Create(() => new RecordStoreActor(_parts)), "records");
            _parts.Connects = Context.ActorOf(Akka.Actor.Props.Create(() => new ConnectsSupervisor(_parts)), "connects");
            _parts.Servers = Context.ActorOf(Akka.Actor.Props.Create(() => new ServersSupervisor(_parts)), "servers");
            _parts.Announcements = Context.ActorOf(Akka.Actor.Props.Create(() => new AnnouncementsActor(_parts)), "announcements");
        }

        _parts.Connections = Context.ActorOf(Akka.Actor.Props.Create(() => new ConnectionsSupervisor(_parts)), "peers");
        if (_parts.Settings is { IsHyperDht: true, Relaying.IsRelay: true }) Context.ActorOf(Akka.Actor.Props.Create(() => new RelayActor(_parts)), "relay");
        if (_parts.State.Folder is { } folder) _parts.StateKeeper = Context.ActorOf(Akka.Actor.Props.Create(() => new StateActor(_parts, folder)), "state");
    }

    private void Announcements(object message)
    {
        if (_parts.Settings.IsHyperDht) _parts.Announcements.Forward(message);
        else Sender.Tell(new Status.Failure(new DhtException("The node was started without HyperDHT and announces nothing.")));
    }

    private void Listen(ServerMessages.Listen listen)
    {
        if (_parts.Settings.IsHyperDht) _parts.Servers.Forward(listen);
        else (listen.Spec.Owner ?? Sender).Tell(new ServerMessages.ListenFailed(ListenError.NodeEnded));
    }

    // Whoever has switched HyperDHT off can still say where a peer is.
    private void RefuseToConnect(ConnectionSpec spec) => (spec.Owner ?? Sender).Tell(new ConnectionMessages.Closed(new EndReason(EndKind.NotReached)));

    private void Ping(Ping ping) => _parts.Requests.Forward(new RequestMessages.Send(
        RequestSpec.Ping(ping.To) with
        {
            Value = ping.SizeBytes > 0 ? new byte[ping.SizeBytes] : (ReadOnlyMemory<byte>?)null,
            Ttl = ping.Ttl,
            Session = ping.Session,
            Retries = ping.Retry ? RequestSpec.DefaultRetries : 0,
        },
        ping.Tag));

    private void DelayedPing(DelayedPing ping)
    {
        if (ping.Delay > _parts.Settings.Endpoint.Answers.MaxPingDelay || ping.Delay < TimeSpan.Zero)
        {
            Sender.Tell(new RequestMessages.Finished(ping.Tag, RequestOutcomeKind.Refused, null, default, 0));
            return;
        }

        _parts.Requests.Forward(new RequestMessages.Send(RequestSpec.DelayedPing(ping.To, ping.Delay) with { Session = ping.Session }, ping.Tag));
    }
}
