using Akka.Actor;
using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht.Relaying;
using AkkaDht.Protocol.Udx;
using AkkaDht.Sockets;
using AkkaDht.Supervision;
using static AkkaDht.Relaying.RelayMessages;

namespace AkkaDht.Relaying;

/// <summary>
/// Passes packets between two ends: whatever comes for one of its two stream ids leaves for the other end, from the socket on which
/// that one's first packet came. Ends with a packet that destroys the stream, after silence, or when the relay stops it.
/// </summary>
internal sealed class RelayLinkActor : UntypedActor
{
    private readonly NodeParts _parts;
    private readonly RelayLink _link;
    private readonly RelayMeter _meterOfAll;
    private readonly RelayMeter _meter;
    private readonly Wakeup _wakeup;
    private Leg _responder;
    private Leg _initiator;
    private StreamRelay? _relay;
    private Instant _lastHeard;

    public RelayLinkActor(NodeParts parts, RelayLink link, RelayMeter meterOfAll)
    {
        (_parts, _link, _meterOfAll) = (parts, link, meterOfAll);
        _meter = new RelayMeter(parts.Settings.Relaying.BytesPerSecondPerPair);
        _wakeup = new Wakeup(Context.System.Scheduler, Self, parts.Clock);
    }

    protected override void PreStart()
    {
        var (random, max) = (_parts.Settings.NewRandom(), _parts.Settings.Connections.MaxWaitingPackets);
        _responder.Entry = _parts.Streams.Add(random, Self, max);
        _initiator.Entry = _parts.Streams.Add(random, Self, max);
        if (_responder.Entry is null || _initiator.Entry is null)
        {
            Context.Stop(Self);
            return;
        }

        _lastHeard = _parts.Clock.Now;
        _wakeup.Set(_lastHeard + _parts.Settings.Relaying.LinkIdle);
        Context.Parent.Tell(new LinkOpened(_link, new StreamId(_responder.Entry.Id), new StreamId(_initiator.Entry.Id)));
    }

    protected override void PostStop()
    {
        _wakeup.Cancel();
        if (_responder.Entry is { } responder) _parts.Streams.Remove(responder);
        if (_initiator.Entry is { } initiator) _parts.Streams.Remove(initiator);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DatagramBatch batch: Received(batch); break;
            case Wakeup.Message: WokenUp(); break;
            default: Unhandled(message); break;
        }
    }

    private void Received(DatagramBatch batch)
    {
        _lastHeard = _parts.Clock.Now;
        if (batch.Stream == _responder.Entry) Learn(ref _responder, batch, _link.Responder);
        else Learn(ref _initiator, batch, _link.Initiator);

        if (_relay is null) _parts.RelayCounters.CountDropped(batch.Count);
        else PassOn(_relay, batch);
        batch.Stream!.Handled(batch);
        if (_relay is { IsClosed: true }) Context.Stop(Self);
    }

    // An end is where its first packet came from.
    private void Learn(ref Leg leg, DatagramBatch batch, RelayEnd end)
    {
        if (leg.Path is not null) return;

        leg.Path = new StreamPath(batch.Socket, batch.From(0), end.RemoteId);
        if (_responder.Path is { } responder && _initiator.Path is { } initiator)
            _relay = new StreamRelay(new(new StreamId(_responder.Entry!.Id), responder), new(new StreamId(_initiator.Entry!.Id), initiator));
    }

    private void PassOn(StreamRelay relay, DatagramBatch batch)
    {
        var socket = (batch.Stream == _responder.Entry ? _initiator : _responder).Path!.Value.Socket;
        var (sent, passed, bytes) = (BatchPool.RentTransmit(), 0, 0);
        for (var i = 0; i < batch.Count; i++)
        {
            var packet = batch[i];
            if (!MayPass(packet.Length) || !relay.TryForward(packet, sent.Reserve(packet.Length), out var transmit)) continue;

            // All of a batch is for one end.
            sent.Commit(transmit.Length, transmit.To);
            (passed, bytes) = (passed + 1, bytes + transmit.Length);
            if (sent.IsFull) sent = Send(socket, sent);
        }

        BatchPool.Return(Send(socket, sent));
        _parts.RelayCounters.CountPassed(passed, bytes);
        if (passed < batch.Count) _parts.RelayCounters.CountDropped(batch.Count - passed);
    }

    // Answers one that is empty.
    private TransmitBatch Send(SocketRole socket, TransmitBatch batch)
    {
        if (batch.Count == 0) return batch;

        _parts.SocketRefs[socket].Tell(batch, ActorRefs.NoSender);
        return BatchPool.RentTransmit();
    }

    // What one pair may not pass does not count for all.
    private bool MayPass(int bytes) => _meter.TryPass(_lastHeard, bytes) && _meterOfAll.TryPass(_lastHeard, bytes);

    private void WokenUp()
    {
        _wakeup.Fired();
        var idleAt = _lastHeard + _parts.Settings.Relaying.LinkIdle;
        if (idleAt <= _parts.Clock.Now) Context.Stop(Self);
        else _wakeup.Set(idleAt);
    }

    /// <summary>One end: our id towards it, and where it is once it has been heard.</summary>
    private struct Leg
    {
        public StreamEntry? Entry;
        public StreamPath? Path;
    }
}
