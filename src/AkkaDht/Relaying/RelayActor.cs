using Akka.Actor;
using Akka.Event;
using AkkaDht.Connections;
using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Relaying;
using AkkaDht.Protocol.Protomux;
using AkkaDht.Servers;
using AkkaDht.Supervision;
using static AkkaDht.Relaying.RelayMessages;

namespace AkkaDht.Relaying;

/// <summary>
/// The node as a relay for others: owns the connections of peers that ask, turns the <see cref="BlindRelayServer"/>, and has one
/// child per pair that passes their packets on.
/// </summary>
internal sealed class RelayActor : UntypedActor
{
    /// <summary>Bytes that a peer may have on their way: it has little to say.</summary>
    private const int ReadAheadBytes = 64 * 1024;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeParts _parts;
    private readonly BlindRelayServer _server;
    private readonly RelayMeter _meter;
    private readonly Wakeup _wakeup;
    private readonly Dictionary<IActorRef, Peer> _peers = [];
    private long _links;

    public RelayActor(NodeParts parts)
    {
        _parts = parts;
        _server = new BlindRelayServer(parts.Settings.Relaying.Pairs);
        _meter = new RelayMeter(parts.Settings.Relaying.BytesPerSecond);
        _wakeup = new Wakeup(Context.System.Scheduler, Self, parts.Clock);
    }

    private Instant Now => _parts.Clock.Now;

    protected override SupervisorStrategy SupervisorStrategy() =>
        // Its ends notice by themselves that nothing passes any more.
        new OneForOneStrategy(_ => Directive.Stop);

    // A server can be announced once there are nodes to announce it to.
    protected override void PreStart() => _parts.Node.Tell(NodeMessages.WhenBootstrapped.Instance);

    // The peers would wait for answers of the incarnation before.
    protected override void PreRestart(Exception reason, object message)
    {
        foreach (var connection in _peers.Keys) connection.Tell(ConnectionMessages.Abort.Instance);
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        _wakeup.Cancel();
        _parts.RelayCounters.Publish(default);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ConnectionMessages.Opened opened: Opened(opened); break;
            case ConnectionMessages.Received received: Of(Sender)?.Carrier.Handle(received); break;
            case ConnectionMessages.Written written: Of(Sender)?.Carrier.Handle(written); break;
            case ConnectionMessages.WriteFailed failed: Of(Sender)?.Carrier.Handle(failed); break;
            case ConnectionMessages.RemoteEnded ended: Of(Sender)?.Carrier.Handle(ended); break;
            case ConnectionMessages.Closed closed: Of(Sender)?.Carrier.Handle(closed); break;
            case ConnectionMessages.Opening or ConnectionMessages.ReceivedUnordered or ConnectionMessages.PathChanged: return;
            case ServerMessages.Accepted: return;
            case ServerMessages.Closed: _parts.RelayCounters.IsListening = false; return;
            case NodeStatus: _parts.Servers.Tell(new ServerMessages.Listen(new ServerSpec { Owner = Self, ReadAheadBytes = ReadAheadBytes })); return;
            case Status.Failure: return;
            case ServerMessages.Listening listening: Listening(listening.PublicKey); return;
            case ServerMessages.ListenFailed failed: ListenFailed(failed.Error); return;
            case LinkOpened opened: LinkOpened(opened); break;
            case LinkEnded ended: _server.HandleEnded(Now, ended.Link); break;
            case Wakeup.Message: WokenUp(); break;
            default: Unhandled(message); return;
        }

        if (Of(Sender) is { } peer) Drain(peer);
        if (message is ConnectionMessages.Closed) _peers.Remove(Sender);
        Act();
    }

    private void Listening(PublicKey key)
    {
        _parts.RelayCounters.IsListening = true;
        _log.Info("A relay for others, with the key {0}", key.ToHex());
    }

    // The server of an incarnation before this one is still there, and this one is still its owner.
    private void ListenFailed(ListenError error)
    {
        if (error != ListenError.KeyPairInUse || !_parts.RelayCounters.IsListening) _log.Warning("No relay for others: {0}", error);
    }

    private Peer? Of(IActorRef connection) => _peers.GetValueOrDefault(connection);

    private void Opened(ConnectionMessages.Opened opened)
    {
        var peer = new Peer(new MuxCarrier(opened.Connection, Self, MuxSettings.Default));
        var key = new byte[PublicKey.Length];
        opened.RemoteKey.CopyTo(key);
        if (!_server.TryAccept(Now, peer.Carrier.Mux, key, out var session))
        {
            opened.Connection.Tell(ConnectionMessages.Abort.Instance);
            return;
        }

        session.Tag = peer;
        peer.Handler = (in happened) => Handle(session, happened);
        _peers.Add(opened.Connection, peer);
    }

    private void Handle(RelaySession session, in MuxEvent happened)
    {
        if (happened.Request is { } request) MuxOf(session).Reject(request);
        else if (happened.Channel == session.Channel) _server.HandleEvent(Now, session, happened);
    }

    private void LinkOpened(LinkOpened opened)
    {
        _server.HandleOpened(opened.Link, opened.ToResponder, opened.ToInitiator);
        Drain(opened.Link.Responder.Session);
        Drain(opened.Link.Initiator.Session);
    }

    private void WokenUp()
    {
        _wakeup.Fired();
        _server.HandleTimeout(Now);
    }

    private static Mux MuxOf(RelaySession session) => ((Peer)session.Tag!).Carrier.Mux;

    private static void Drain(RelaySession session) => Drain((Peer)session.Tag!);

    private static void Drain(Peer peer) => peer.Carrier.Drain(peer.Handler);

    private void Act()
    {
        while (_server.TryTakeAction(out var action))
        {
            switch (action)
            {
                case RelayAction.Open open: Open(open.Link); break;
                case RelayAction.End { Link.Tag: IActorRef link }: Context.Stop(link); break;
                case RelayAction.Leave leave: Leave(leave.Session); break;
                default: throw new InvariantException("an action of a relay is one of those");
            }
        }

        _wakeup.Set(_server.NextDeadline);
        _parts.RelayCounters.Publish(_server.Stats);
    }

    private void Open(RelayLink link)
    {
        var props = Props.Create(() => new RelayLinkActor(_parts, link, _meter));
        link.Tag = Context.WatchWith(Context.ActorOf(props, $"link-{++_links}"), new LinkEnded(link));
    }

    // The peer is told that its channel is closed before the connection ends.
    private void Leave(RelaySession session)
    {
        Drain(session);
        ((Peer)session.Tag!).Carrier.Connection.Tell(ConnectionMessages.Close.Instance);
    }

    /// <summary>A peer that is connected.</summary>
    private sealed class Peer(MuxCarrier carrier)
    {
        public MuxCarrier Carrier => carrier;

        public MuxCarrier.Handler Handler { get; set; } = (in _) => { };
    }
}
