using Akka.Actor;
using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;
using AkkaDht.Sockets;
using AkkaDht.Supervision;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Connections;

/// <summary>
/// Drives one <see cref="EncryptedStream"/>: batches of packets become messages for the owner, writes become batches of packets.
/// <c>Reserved</c> until it knows its peer, <c>Connected</c> while the machine runs, <c>Resting</c> before a lasting one begins anew.
/// </summary>
internal sealed partial class ConnectionActor : UntypedActor
{
    private readonly NodeParts _parts;
    private readonly ConnectionMemory _memory;
    private readonly Wakeup _wakeup;
    private readonly IRandomSource _random;
    private StreamEntry? _entry;
    private EncryptedStream? _stream;
    private Instant _phaseEndsAt = Instant.Never;
    private Instant _openedAt = Instant.Never;
    private long _room;
    private bool _hasSaidGoodbye;

    public ConnectionActor(NodeParts parts, ConnectionMemory memory)
    {
        _parts = parts;
        _memory = memory;
        _random = parts.Settings.NewRandom();
        _wakeup = new Wakeup(Context.System.Scheduler, Self, parts.Clock, parts.Settings.Time);
    }

    private ConnectionSettings Settings => _parts.Settings.Connections;

    private ConnectionSpec Spec => _memory.Spec;

    private IActorRef Owner => _memory.Owner;

    private Instant Now => _parts.Clock.Now;

    protected override void PreStart()
    {
        Context.Watch(Owner);
        if (_memory.HasFailed) Finish(new EndReason(EndKind.Failed));
        else Reserve();
    }

    // A batch that was being handled may have been given back already; it is left to the garbage collector.
    protected override void PreRestart(Exception reason, object message)
    {
        _memory.HasFailed = _hasSaidGoodbye = true;
        if (message is Write write) Answer(Sender, new WriteFailed(write.Tag, WriteFailure.Ended));
        base.PreRestart(reason, message);
    }

    // However the actor ends, its owner learns of it, the peer is told, and nothing stays behind.
    protected override void PostStop()
    {
        _wakeup.Cancel();
        Release(new EndReason(EndKind.NodeEnded));
        SayGoodbye(new EndReason(EndKind.NodeEnded));
        Context.Parent.Tell(Ended.Instance);
    }

    protected override void OnReceive(object message) => Reserved(message);

    private void Reserved(object message)
    {
        switch (message)
        {
            case Connect connect: Begin(connect.Route, connect.Keys); break;
            case DatagramBatch batch: Keep(batch); break;
            case Wakeup.Message: if (IsPhaseOver()) Finish(new EndReason(EndKind.NotOpened)); break;
            case BeGuidedBy guided: BeGuidedBy(guided.Guide); break;
            case GiveUp giveUp: NotReached(giveUp.Failure); break;
            case EndAsDuplicate: EndUnopened(EndKind.Duplicate); break;
            case EndAll end: EndWithNode(end.Reason); break;
            default: Idle(message); break;
        }
    }

    private void Resting(object message)
    {
        switch (message)
        {
            case Resume: Reserve(); break;
            case Wakeup.Message: if (IsPhaseOver()) Reserve(); break;
            case EndAll end: RestOrEndWithNode(end.Reason); break;
            default: Idle(message); break;
        }
    }

    // Without a peer there is nothing to read, write or end.
    private void Idle(object message)
    {
        switch (message)
        {
            case DatagramBatch batch: batch.Stream!.Handled(batch); break;
            case Demand demand: Demand(demand.Bytes); break;
            case Write write: Answer(Sender, new WriteFailed(write.Tag, WriteFailure.NotConnected)); break;
            case Flush _: Sender.Tell(new Flushed(false)); break;
            case Abort or End _ or Close _: EndUnopened(EndKind.Aborted); break;
            case Terminated terminated when terminated.ActorRef.Equals(_guide): GuideGone(); break;
            case Terminated: EndUnopened(EndKind.OwnerGone); break;
            case GetConnectionStats: Sender.Tell(Stats()); break;
            case GetPath: Sender.Tell(new CurrentPath(default, null)); break;
            case Resume or Send _ or SetKeepAlive or ChangePath _ or Connect or WritesTaken or BeGuidedBy _ or GiveUp or EndAsDuplicate: break;
            default: Unhandled(message); break;
        }
    }

    private void Connected(object message)
    {
        switch (message)
        {
            case DatagramBatch batch: Received(batch); break;
            case Write write: Write(write); return;
            case WritesTaken: _isTransmitting = false; break;
            case Demand demand: Demand(demand.Bytes); break;
            case Send send: _stream!.TrySendDatagram(Now, send.Bytes.Span); break;
            case Wakeup.Message: WokenUp(); break;
            case Flush _: Flush(); break;
            case End _: EndWriting(); break;
            case Close _: Close(); break;
            case Abort: AbortFor(EndKind.Aborted); break;
            case EndAsDuplicate: EndAsDuplicateNow(); break;
            case Terminated terminated when terminated.ActorRef.Equals(_guide): _guide = null; return;
            case Terminated: AbortFor(EndKind.OwnerGone); break;
            case EndAll end: EndWithNode(end.Reason); return;
            case ChangePath change: ChangePath(change.Path); break;
            case SetKeepAlive keepAlive: _stream!.SetKeepAlive(Now, keepAlive.Interval); break;
            case GetConnectionStats: Sender.Tell(Stats()); return;
            case GetPath: Sender.Tell(PathNow()); return;
            case Resume or Connect or BeGuidedBy _ or GiveUp: return;
            default: Unhandled(message); return;
        }

        Drain();
    }

    private void Received(DatagramBatch batch)
    {
        var now = Now;
        if (_guide is not null) Knock(batch);
        for (var i = 0; i < batch.Count; i++) _stream!.HandlePacket(now, batch.Socket, batch.From(i), batch.Memory(i));
        batch.Stream!.Handled(batch);
    }

    private void Demand(long bytes) => _room = bytes > long.MaxValue - Math.Max(_room, 0) ? long.MaxValue : _room + bytes;

    private void WokenUp()
    {
        _stream!.HandleTimeout(Now);
        if (IsPhaseOver()) _stream.Abort(Now, new EndReason(_openedAt == Instant.Never ? EndKind.NotOpened : EndKind.NotClosed));
    }

    // A wake-up that was set for something else comes too early, and is set again.
    private bool IsPhaseOver()
    {
        _wakeup.Fired();
        if (_phaseEndsAt <= Now) return true;

        _wakeup.Set(_phaseEndsAt);
        return false;
    }

    private void Drain()
    {
        var now = Now;
        do
        {
            TellMessages(now);
            TakeWrites(now);
            Transmit(now);
            TellFlushed();
        }
        while (TellEvents(now));

        if (_stream is { } stream) _wakeup.Set(Instant.Min(stream.NextDeadline, _phaseEndsAt));
    }

    // What a peer sends along with its first frame comes after the word that it is open, and before the word that it has ended.
    private void TellMessages(Instant now)
    {
        if (_openedAt == Instant.Never) return;

        while (_room > 0 && _stream!.TryTakeMessage(now, out var message)) Tell(new Received(message));

        while (_stream!.TryTakeDatagram(out var datagram))
        {
            var unordered = new ReceivedUnordered(datagram);
            if (_room <= 0) continue;

            _room -= unordered.Cost;
            Owner.Tell(unordered);
        }
    }

    private void Tell(Received received)
    {
        _room -= received.Cost;
        Owner.Tell(received);
    }

    private void Transmit(Instant now)
    {
        var batch = BatchPool.RentTransmit();
        var socket = SocketRole.Server;
        while (_stream!.TryTakeTransmit(now, batch.Reserve(UdxStream.MaxPacketLength), out var transmit))
        {
            if (transmit.Socket != socket && batch.Count > 0)
            {
                // The packet has been written behind those for the other socket.
                var other = BatchPool.RentTransmit();
                batch.Reserve(transmit.Length)[..transmit.Length].CopyTo(other.Reserve(transmit.Length));
                Send(socket, batch);
                batch = other;
            }

            socket = transmit.Socket;
            batch.Commit(transmit.Length, transmit.To);
            if (!batch.IsFull) continue;

            Send(socket, batch);
            batch = BatchPool.RentTransmit();
        }

        if (batch.Count > 0) Send(socket, batch);
        else BatchPool.Return(batch);
    }

    private void Send(SocketRole socket, TransmitBatch batch) => _parts.SocketRefs[socket].Tell(batch, ActorRefs.NoSender);
}
