using System.Net.Sockets;
using Akka.Actor;
using AkkaDht.Protocol;
using static AkkaDht.Sockets.SocketMessages;

namespace AkkaDht.Sockets;

/// <summary>
/// One UDP socket: bytes in, bytes out, nothing else. Datagrams go to <paramref name="receiver"/> in batches; with too many of
/// them waiting there the socket is not read, so that a flood fills the system's buffer and no queue of ours.
/// </summary>
internal sealed class UdpSocketActor(SocketRole role, SocketSettings settings, IDatagramSocketFactory factory, SocketCounters counters, IActorRef receiver)
    : UntypedActor
{
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
                Begin(factory.Bind(new PeerAddress(settings.Host, port), settings));
                return;
            }
            catch (SocketException error)
            {
                failure = $"{new PeerAddress(settings.Host, port)}: {error.Message}";
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
        receiver.Tell(bound);
        Context.Parent.Tell(bound);
        socket.NotifyReadable(_onReadable);
    }

    // Whoever handles the batches returns them, and only then is the socket looked at again: under load the next batch has
    // arrived by then, and reading goes on without the system having to say so.
    private void Receive()
    {
        bool isMoreLikely;
        var rounds = 0;
        do
        {
            rounds++;
            var batch = BatchPool.RentReceive(_isBusy);
            batch.Begin(role);
            var read = _socket!.Receive(batch);
            _isBusy = isMoreLikely = read == batch.Capacity;
            Deliver(batch, read);
        }
        while (isMoreLikely && rounds < settings.MaxWaitingBatches);

        if (isMoreLikely) counters.CountPause();
        if (_waitingBatches == 0) _socket.NotifyReadable(_onReadable!);
    }

    private void Deliver(DatagramBatch batch, int read)
    {
        counters.CountReceived(read, dropped: read - batch.Count);
        if (batch.Count == 0)
        {
            BatchPool.Return(batch);
            return;
        }

        _waitingBatches++;
        receiver.Tell(batch);
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
        counters.CountSent(taken, dropped: batch.Count - taken);
        BatchPool.Return(batch);
    }

    private void Drop(TransmitBatch batch)
    {
        counters.CountSent(0, dropped: batch.Count);
        BatchPool.Return(batch);
    }

    /// <summary>Something has arrived, or the socket has failed, which the next read will tell.</summary>
    private sealed record Readable
    {
        public static readonly Readable Instance = new();
    }
}
