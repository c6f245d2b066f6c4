using System.Net.Sockets;
using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Supervision;
using static AkkaDht.Sockets.SocketMessages;

namespace AkkaDht.Sockets;

/// <summary>
/// One UDP socket: bytes in, bytes out, nothing else. Packets of streams go to their connections, all other datagrams to
/// <c>requests</c>, in batches; with too many of those waiting there the socket is not read, so that a flood fills the
/// system's buffer and no queue of ours. A socket of the pool tells the probes of its hole punch to <paramref name="probes"/>.
/// </summary>
internal sealed class UdpSocketActor(SocketRole role, NodeParts parts, ProbeDesk? probes = null) : UntypedActor
{
    /// <summary>What is as long is a probe, whatever it says. Reference: hyperdht <c>lib/socket-pool.js</c>, <c>_onmessage</c>.</summary>
    private const int ProbeLength = 1;

    private readonly SocketSettings _settings = parts.Settings.Sockets;
    private readonly SocketCounters _counters = parts.CountersOf(role);
    private readonly StreamSorter _sorter = new(parts.Streams, role);
    private IDatagramSocket? _socket;
    private Action? _onReadable;
    private int _waitingBatches;
    private bool _isBusy;

    protected override void PreStart() => Context.Parent.Tell(new Ready(role));

    protected override void PostStop() => _socket?.Dispose();

    protected override void OnReceive(object message) => Binding(message);

    private void Binding(object message)
    {
        switch (message)
        {
            case Bind bind: Bind(bind.Ports); break;
            case TransmitBatch batch: Drop(batch); break;
            case DatagramBatch batch: BatchPool.Return(batch); break;
            default: Unhandled(message); break;
        }
    }

    private void Bound(object message)
    {
        switch (message)
        {
            case TransmitBatch batch: Send(batch); break;
            case DatagramBatch batch: Handled(batch); break;
            case Readable: Receive(); break;
            default: Unhandled(message); break;
        }
    }

    private void Bind(IReadOnlyList<ushort> ports)
    {
        var failure = "no port to try";
        foreach (var port in ports)
        {
            try
            {
                Begin(parts.Settings.SocketFactory.Bind(new PeerAddress(_settings.Host, port), _settings));
                return;
            }
            catch (SocketException error)
            {
                failure = $"{new PeerAddress(_settings.Host, port)}: {error.Message}";
            }
        }

        Context.Parent.Tell(new BindFailed(role, failure));
    }

    private void Begin(IDatagramSocket socket)
    {
        _socket = socket;
        var self = Self;
        _onReadable = () => self.Tell(Readable.Instance, ActorRefs.NoSender);
        Become(Bound);
        var bound = new Bound(role, socket.LocalAddress);
        parts.Requests.Tell(bound);
        Context.Parent.Tell(bound);
        socket.NotifyReadable(_onReadable);
    }

    // Requests are read no faster than they are handled: their batches come back, and only then is the socket looked at again.
    // Under load the next batch has arrived by then, and reading goes on without the system having to say so.
    private void Receive()
    {
        _socket!.IsJoining = !parts.Streams.IsEmpty;
        var isMoreLikely = true;
        for (var rounds = 0; isMoreLikely && rounds < _settings.MaxWaitingBatches; rounds++)
        {
            var batch = BatchPool.RentReceive(_isBusy || _socket.IsJoining);
            batch.Begin(role);
            _isBusy = isMoreLikely = _socket.Receive(batch);
            Deliver(batch);
        }

        if (_waitingBatches == 0) _socket.NotifyReadable(_onReadable!);
        else if (isMoreLikely) _counters.CountPause();
    }

    private void Deliver(DatagramBatch batch)
    {
        _counters.CountReceived(batch.Count + batch.Oversized, batch.Oversized);
        if (probes is not null) TakeOutProbes(batch, probes);
        if (_sorter.Sort(batch) is not { } requests) return;

        _waitingBatches++;
        parts.Requests.Tell(requests);
    }

    private static void TakeOutProbes(DatagramBatch batch, ProbeDesk probes)
    {
        var kept = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Length == ProbeLength) probes.Tell(batch.From(i));
            else batch.Move(i, kept++);
        }

        batch.Truncate(kept);
    }

    private void Handled(DatagramBatch batch)
    {
        BatchPool.Return(batch);

        // A batch of the incarnation before this one may still come back.
        if (_waitingBatches > 0 && --_waitingBatches == 0) _socket!.NotifyReadable(_onReadable!);
    }

    private void Send(TransmitBatch batch)
    {
        var taken = _socket!.Send(batch);
        _counters.CountSent(taken, dropped: batch.Count - taken);
        BatchPool.Return(batch);
    }

    private void Drop(TransmitBatch batch)
    {
        _counters.CountSent(0, dropped: batch.Count);
        BatchPool.Return(batch);
    }

    /// <summary>Something has arrived, or the socket has failed, which the next read will tell.</summary>
    private sealed record Readable
    {
        public static readonly Readable Instance = new();
    }
}
