#if AKKA_EMBEDDED
using AkkaDht.Protocol;
using AkkaDht.Sockets;

namespace AkkaDht.Simulation.Nodes;

/// <summary>A socket of a <see cref="SimMachine"/>; it holds what has arrived, up to a bound, until it is read.</summary>
internal sealed class SimSocket(SimMachine machine, PeerAddress local) : IDatagramSocket
{
    private const int MaxWaiting = 4_096;

    private readonly Queue<(PeerAddress From, byte[] Datagram)> _arrived = new();
    private Action? _onReadable;

    public PeerAddress LocalAddress => local;

    public bool IsJoining { get; set; }

    public void Arrive(PeerAddress from, byte[] datagram)
    {
        if (_arrived.Count < MaxWaiting) _arrived.Enqueue((from, datagram));
        Notify();
    }

    public bool Receive(DatagramBatch batch)
    {
        for (var slot = 0; slot < batch.Slots; slot++)
        {
            if (!_arrived.TryDequeue(out var next)) return false;
            batch.TryAdd(next.From, next.Datagram);
        }

        return true;
    }

    public int Send(TransmitBatch batch)
    {
        for (var i = 0; i < batch.Count; i++) machine.Send(local, batch[i].To, batch.Datagram(i), batch[i].Ttl);
        return batch.Count;
    }

    public void NotifyReadable(Action onReadable)
    {
        _onReadable = onReadable;
        if (_arrived.Count > 0) Notify();
    }

    public void Dispose()
    {
        _onReadable = null;
        machine.Close(this);
    }

    private void Notify()
    {
        var notified = _onReadable;
        _onReadable = null;
        notified?.Invoke();
    }
}
#endif
