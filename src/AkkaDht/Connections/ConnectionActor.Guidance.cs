using Akka.Actor;
using AkkaDht.Connecting;
using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;
using AkkaDht.Sockets;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Connections;

/// <summary>
/// A connection whose peer is known by its key only has a guide, which finds the way and may find a better one later: an attempt
/// for a peer that is called, a session for one that calls. The connection tells it where packets come from.
/// </summary>
internal sealed partial class ConnectionActor
{
    /// <summary>Batches of packets that are kept while the guide has not said yet what to do with them; further ones are lost, and sent again.</summary>
    private const int MaxKeptBatches = 4;

    /// <summary>Ways by which packets came that the guide is told of; more than a NAT can bring about.</summary>
    private const int MaxKnocks = 16;

    private readonly List<DatagramBatch> _kept = [];
    private IActorRef? _guide;
    private ConnectFailure? _failure;
    private HashSet<(SocketRole Socket, PeerAddress From)>? _knocks;
    private bool _awaitsNewPath;
    private SocketRole? _pooled;
    private bool _hasToldOpening;

    private void BeginGuidance()
    {
        _failure = null;
        if (Spec.Guide is { } guide)
        {
            BeGuidedBy(guide);
            guide.Tell(new Reserved(Self, new StreamId(_entry!.Id)));
        }

        if (Spec.Peer is { } peer) _parts.Connects.Tell(new ConnectMessages.Begin(Self, new StreamId(_entry!.Id), peer));
    }

    private void BeGuidedBy(IActorRef guide) => _guide = Context.Watch(guide);

    // It knows better than the reason of a connection can say.
    private void NotReached(ConnectFailure failure)
    {
        _failure = failure;
        Finish(new EndReason(EndKind.NotReached));
    }

    private void GuideGone()
    {
        _guide = null;
        Finish(new EndReason(EndKind.NotReached));
    }

    // The first packet of a peer that has found the way before we have: it is read as soon as the guide agrees.
    private void Keep(DatagramBatch batch)
    {
        if (_guide is null || _kept.Count >= MaxKeptBatches)
        {
            batch.Stream!.Handled(batch);
            return;
        }

        _kept.Add(batch);
        Knock(batch);
    }

    private void HandleKept()
    {
        foreach (var batch in _kept) Received(batch);
        _kept.Clear();
    }

    // Told once for each way: a peer that goes on sending says nothing new.
    private void Knock(DatagramBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var from = batch.From(i);
            if (_stream is { IsConnected: true } stream && stream.Path.Socket == batch.Socket && stream.Path.Remote == from) ArrivedByPath();
            else if (_knocks?.Count >= MaxKnocks) return;
            else if ((_knocks ??= []).Add((batch.Socket, from))) _guide!.Tell(new Knocked(batch.Socket, from));
        }
    }

    private void ArrivedByPath()
    {
        if (!_awaitsNewPath) return;

        _awaitsNewPath = false;
        _guide!.Tell(ArrivedByNewPath.Instance);
    }

    private void ChangePath(StreamPath path)
    {
        if (_stream!.ChangeRemote(Now, path)) Use(path.Socket);
    }

    // The peer sees the new path by a message that says nothing.
    private void PathHasChanged()
    {
        _stream!.SendEmptyDatagram();
        _awaitsNewPath = true;
        _guide?.Tell(PathChanged.Instance);
        Owner.Tell(PathChanged.Instance);
    }

    private CurrentPath PathNow() => _stream is { IsConnected: true } stream ? new(stream.Path.Socket, stream.Path.Remote) : new(default, null);

    // A socket of the pool stays open as long as packets may come in on it, also after its hole punch has ended.
    private void Use(SocketRole socket)
    {
        if (socket == _pooled) return;

        GiveSocketBack();
        if (!socket.IsPooled) return;

        _pooled = socket;
        _parts.Sockets.Tell(new SocketMessages.Hold(socket));
    }

    private void GiveSocketBack()
    {
        if (_pooled is { } socket) _parts.Sockets.Tell(new SocketMessages.Release(socket, Lingers: Spec.IsReusable || Spec.Peer is { IsReusable: true }));
        _pooled = null;
    }

    private void EndGuidance()
    {
        foreach (var batch in _kept) batch.Stream!.Handled(batch);
        _kept.Clear();
        GiveSocketBack();
        if (_guide is { } guide) Context.Unwatch(guide);
        (_guide, _knocks, _awaitsNewPath) = (null, null, false);
    }
}
