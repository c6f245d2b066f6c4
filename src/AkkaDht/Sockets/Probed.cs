using Akka.Actor;
using Akka.Event;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>A probe of a hole punch, one byte, has arrived on a socket of the pool; told to whoever opened it, who says <see cref="Handled"/>.</summary>
/// <param name="Socket">Where it arrived.</param>
/// <param name="From">Who sent it.</param>
/// <param name="Desk">Counts those that wait.</param>
internal sealed record Probed(SocketRole Socket, PeerAddress From, ProbeDesk Desk) : IEvent, IDeadLetterSuppression
{
    public void Handled() => Desk.Handled();
}

/// <summary>Tells the probes of one socket to its opener; with <paramref name="maxWaiting"/> not handled yet further ones are dropped and counted.</summary>
internal sealed class ProbeDesk(SocketRole role, IActorRef opener, int maxWaiting, PoolCounters counters)
{
    private int _waiting;

    public void Tell(PeerAddress from)
    {
        if (Volatile.Read(ref _waiting) >= maxWaiting)
        {
            counters.CountProbeDropped();
            return;
        }

        Interlocked.Increment(ref _waiting);
        opener.Tell(new Probed(role, from, this), ActorRefs.NoSender);
    }

    public void Handled() => Interlocked.Decrement(ref _waiting);
}
