using System.Buffers;
using System.Diagnostics;
using System.Net;
using AkkaDht.Protocol;

namespace AkkaDht.Simulation;

/// <summary>Datagrams that wait for their time in a <see cref="LossyProxy"/>, and the thread that sends each when it has come.</summary>
internal sealed class DelayedSends : IDisposable
{
    private readonly long _origin = Stopwatch.GetTimestamp();
    private readonly PriorityQueue<Waiting, (Instant Due, long Order)> _waiting = new();
    private readonly Thread _sending;
    private long _lastOrder;
    private bool _isDisposed;

    public DelayedSends()
    {
        _sending = new Thread(Run) { IsBackground = true, Name = "proxy sends" };
        _sending.Start();
    }

    public Instant Now => Instant.Zero + Stopwatch.GetElapsedTime(_origin);

    /// <summary>Sends a copy of <paramref name="datagram"/> at <paramref name="due"/>; what is due already goes out at once.</summary>
    public void Add(Instant due, ProxySocket from, SocketAddress to, ReadOnlySpan<byte> datagram)
    {
        if (due <= Now)
        {
            from.Send(to, datagram);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(datagram.Length);
        datagram.CopyTo(buffer);
        lock (_waiting)
        {
            _waiting.Enqueue(new Waiting(from, to, buffer, datagram.Length), (due, _lastOrder++));
            if (_waiting.Peek().Buffer == buffer) Monitor.Pulse(_waiting);
        }
    }

    public void Dispose()
    {
        lock (_waiting)
        {
            _isDisposed = true;
            Monitor.Pulse(_waiting);
        }

        _sending.Join();
    }

    private void Run()
    {
        while (TryAwaitNext(out var next))
        {
            next.From.Send(next.To, next.Buffer.AsSpan(0, next.Length));
            ArrayPool<byte>.Shared.Return(next.Buffer);
        }
    }

    private bool TryAwaitNext(out Waiting next)
    {
        lock (_waiting)
        {
            while (!_isDisposed)
            {
                if (!_waiting.TryPeek(out _, out var first))
                    Monitor.Wait(_waiting);
                else if (first.Due <= Now)
                    return _waiting.TryDequeue(out next, out _);
                else
                    Monitor.Wait(_waiting, Math.Max(1, (int)(first.Due - Now).TotalMilliseconds));
            }

            next = default;
            return false;
        }
    }

    private readonly record struct Waiting(ProxySocket From, SocketAddress To, byte[] Buffer, int Length);
}
