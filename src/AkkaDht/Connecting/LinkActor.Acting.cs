using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.Udx;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Sockets;

namespace AkkaDht.Connecting;

/// <summary>What a link wants, done.</summary>
internal abstract partial class LinkActor
{
    /// <summary>Nodes of the table that a hole punch is told of, by which it finds out what our NAT does.</summary>
    private const int RecentNodesCount = 32;

    private readonly long _session = OwnSessions.Next();
    private readonly Queue<SocketRole?> _settledSockets = [];
    private int _openAsks;

    /// <summary>Does everything that is wanted by now, and wakes when the machine wants that; stops when it is over.</summary>
    protected void Drain()
    {
        if (Link is not { } link) return;

        while (link.TryTakeAction(out var action)) Act(action);
        _wakeup.Set(link.NextDeadline);
        if (link.IsOver) Context.Stop(Self);
    }

    /// <summary>What only a client, or only a server, wants.</summary>
    protected abstract void ActOther(PeerAction action);

    /// <summary>The stream has its first path.</summary>
    protected virtual void Connect(PeerAction.Connect connect)
    {
        HoldForConnection(connect.Socket);
        Connection.Tell(new ConnectionMessages.Connect(new StreamRoute(connect.RemoteId, connect.To, connect.Socket), KeyAgreement.By(connect.Keys)));
    }

    /// <summary>No path comes about.</summary>
    protected virtual void GiveUp(ConnectFailure failure) => Connection.Tell(new ConnectionMessages.GiveUp(failure));

    private void Act(PeerAction action)
    {
        switch (action)
        {
            case PeerAction.Ask ask: Ask(ask); break;
            case PeerAction.CancelAsks: Parts.Requests.Tell(new RequestMessages.Cancel(_session)); break;
            case PeerAction.OpenSocket: Parts.Sockets.Tell(SocketMessages.OpenPooled.Instance); break;
            case PeerAction.ReleaseSocket release: Parts.Sockets.Tell(new SocketMessages.Release(release.Socket)); break;
            case PeerAction.Probe probe: Probe(probe); break;
            case PeerAction.Connect connect: Connect(connect); break;
            case PeerAction.ChangePath change: ChangePath(change); break;
            case PeerAction.DialRelay dial: DialRelay(dial); break;
            case PeerAction.HangUpRelay: HangUpRelay(); break;
            case PeerAction.RememberRelays remember: Parts.Connects.Tell(new ConnectMessages.RememberRelays(remember.Remote, remember.Relays)); break;
            case PeerAction.RememberRoute remember: RememberRoute(remember); break;
            case PeerAction.Failed failed: GiveUp(failed.Failure); break;
            case PeerAction.Finished: break;
            default: ActOther(action); break;
        }
    }

    private void Ask(PeerAction.Ask ask)
    {
        _openAsks++;
        Parts.Requests.Tell(new RequestMessages.Send(ask.Spec with { Session = _session }, ask.Tag));
    }

    private void Answered(RequestMessages.Finished finished)
    {
        _openAsks--;
        Link?.HandleReply(Now, finished.Tag, finished.Reply);
    }

    // The nodes are asked for with every socket, so that the answers come in the order of the sockets.
    private void SocketSettled(SocketRole? socket)
    {
        _settledSockets.Enqueue(socket);
        Parts.Table.Tell(new RoutingMessages.GetNodes(RecentNodesCount));
    }

    private void RecentNodes(IReadOnlyList<Protocol.Kademlia.Node> nodes)
    {
        if (_settledSockets.TryDequeue(out var socket)) Link?.HandleSocket(Now, socket, [.. nodes.Select(node => node.Address)]);
    }

    private void Probe(PeerAction.Probe probe)
    {
        var batch = BatchPool.RentTransmit();
        batch.Reserve(1)[0] = 0;
        batch.Commit(1, probe.To, probe.Ttl);
        var socket = Parts.SocketRefs[probe.Socket];
        if (socket.IsNobody()) BatchPool.Return(batch);
        else socket.Tell(batch, ActorRefs.NoSender);
    }

    private void ChangePath(PeerAction.ChangePath change)
    {
        HoldForConnection(change.Socket);
        Connection.Tell(new ConnectionMessages.ChangePath(new StreamPath(change.Socket, change.To, change.RemoteId)));
    }

    // In the connection's name, since its own word could come after the one by which this actor lets the socket go.
    private void HoldForConnection(SocketRole socket)
    {
        if (socket.IsPooled) Parts.Sockets.Tell(new SocketMessages.Hold(socket), Connection);
    }

    private void RememberRoute(PeerAction.RememberRoute remember) =>
        Parts.Connects.Tell(new ConnectMessages.RememberRoute(remember.Remote, new PeerRoute(remember.Socket, remember.Address), Connection));

    private void CancelAsks()
    {
        if (_openAsks > 0) Parts.Requests.Tell(new RequestMessages.Cancel(_session));
    }
}
