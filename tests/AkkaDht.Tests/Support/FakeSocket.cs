using System.Net.Sockets;
using AkkaDht.Protocol;
using AkkaDht.Sockets;

namespace AkkaDht.Tests.Support;

/// <summary>A socket of the <see cref="FakeNetwork"/>; remembers what was sent and can be made to fail.</summary>
internal sealed class FakeSocket(FakeNetwork network, PeerAddress local) : IDatagramSocket
{
    private readonly Lock _gate = new();
    private readonly Queue<(PeerAddress From, byte[] Datagram)> _arrived = new();
    private readonly List<(PeerAddress To, byte[] Datagram)> _sent = [];
    private Action? _onReadable;
    private bool _isTorn;

    public PeerAddress LocalAddress => local;

    /// <summary>What was sent so far.</summary>
    public IReadOnlyList<(PeerAddress To, byte[] Datagram)> Sent
    {
        get { lock (_gate) return [.. _sent]; }
    }

    /// <summary>Datagrams that nobody has read yet.</summary>
    public int Waiting
    {
        get { lock (_gate) return _arrived.Count; }
    }

    /// <summary>The next read fails.</summary>
    public void Tear()
    {
        lock (_gate) _isTorn = true;
        Notify();
    }

    public void Arrive(PeerAddress from, byte[] datagram)
    {
        lock (_gate) _arrived.Enqueue((from, datagram));
        Notify();
    }

    public bool IsJoining { get; set; }

    public bool Receive(DatagramBatch batch)
    {
        lock (_gate)
        {
            if (_isTorn) throw new SocketException((int)SocketError.NetworkDown);

            for (var slot = 0; slot < batch.Slots; slot++)
            {
                if (!_arrived.TryDequeue(out var next)) return false;
                if (next.Datagram.Length > DatagramBatch.SlotBytes) batch.DropOversized();
                else batch.TryAdd(next.From, next.Datagram);
            }

            return true;
        }
    }

    public int Send(TransmitBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            lock (_gate) _sent.Add((batch[i].To, batch.Datagram(i).ToArray()));
            network.Deliver(local, batch[i].To, batch.Datagram(i));
        }

        return batch.Count;
    }

    public void NotifyReadable(Action onReadable)
    {
        lock (_gate) _onReadable = onReadable;
        if (Waiting > 0) Notify();
    }

    public void Dispose()
    {
        lock (_gate) _onReadable = null;
        network.Unbind(this);
    }

    private void Notify()
    {
        Action? notified;
        lock (_gate) (notified, _onReadable) = (_onReadable, null);
        notified?.Invoke();
    }
}
