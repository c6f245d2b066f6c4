using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.Udx;
using AkkaDht.Relaying;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Sockets;
using AkkaDht.Supervision;

namespace AkkaDht.Connecting;

/// <summary>
/// Drives one <see cref="PeerLink"/>: does what it wants and tells it what comes of that. Everything that it asks for is its own, so that
/// with the actor everything is given back: requests by their session, sockets, walks and relays by its death.
/// </summary>
internal abstract partial class LinkActor : UntypedActor
{
    private readonly Wakeup _wakeup;
    private StreamId _localId;

    protected LinkActor(NodeParts parts)
    {
        Parts = parts;
        _wakeup = new Wakeup(Context.System.Scheduler, Self, parts.Clock, parts.Settings.Time);
    }

    protected NodeParts Parts { get; }

    /// <summary>The machine; null while it has not begun.</summary>
    protected abstract PeerLink? Link { get; }

    /// <summary>The connection that is to get a path; nobody while there is none.</summary>
    protected IActorRef Connection { get; private set; } = ActorRefs.Nobody;

    protected Instant Now => Parts.Clock.Now;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RequestMessages.Finished finished: Answered(finished); break;
            case SocketMessages.PooledOpened opened: SocketSettled(opened.Role); break;
            case SocketMessages.PooledRefused: SocketSettled(null); break;
            case RoutingMessages.Nodes nodes: RecentNodes(nodes.Items); break;
            case Probed probed: Probed(probed); break;
            case ConnectionMessages.Knocked knocked: Link?.HandleKnock(Now, knocked.Socket, knocked.From); break;
            case ConnectionMessages.PathChanged: Link?.HandlePathChanged(Now); break;
            case ConnectionMessages.ArrivedByNewPath: Link?.HandleDirectPacket(Now); break;
            case RelayMessages.Reached reached: Link?.HandleRelayReached(Now, reached.Socket, reached.Relay); break;
            case RelayMessages.Paired paired: Link?.HandleRelayPaired(Now, paired.Socket, paired.Relay, paired.RemoteId); break;
            case RelayMessages.PairingFailed: Link?.HandleRelayFailed(Now); break;
            case Wakeup.Message: WokenUp(); break;
            case ConnectMessages.EndAll end: End(end.Reason); break;
            case Terminated: StreamClosed(); break;
            default: ReceiveOther(message); break;
        }

        Drain();
    }

    /// <summary>A message that only a client, or only a server, understands.</summary>
    protected abstract void ReceiveOther(object message);

    /// <summary>From now on <paramref name="connection"/>, whose packets carry <paramref name="localId"/>, is what gets a path; with its end everything is over.</summary>
    protected void Serve(IActorRef connection, StreamId localId) => (Connection, _localId) = (Context.Watch(connection), localId);

    // However the actor ends, nobody waits for it any longer.
    protected override void PostStop()
    {
        _wakeup.Cancel();
        if (Link is not { IsOver: true }) End(ConnectError.NodeEnded);
        while (Link?.TryTakeAction(out var action) == true) Act(action);
        CancelAsks();
        if (Link is { } link) Parts.ConnectCounters.Add(link.Stats);
    }

    private void End(ConnectError reason)
    {
        if (Link is { } link)
        {
            link.Abort(Now, reason);
            return;
        }

        GiveUp(new ConnectFailure(reason, ConnectStage.Finding, FirewallKind.Unknown, FirewallKind.Unknown, [], 0));
        Context.Stop(Self);
    }

    /// <summary>The connection has ended.</summary>
    protected virtual void StreamClosed()
    {
        if (Link is { } link) link.HandleStreamClosed(Now);
        else Context.Stop(Self);
    }

    private void Probed(Probed probed)
    {
        probed.Handled();
        Link?.HandleProbe(Now, probed.Socket, probed.From);
    }

    private void WokenUp()
    {
        _wakeup.Fired();
        Link?.HandleTimeout(Now);
    }
}
