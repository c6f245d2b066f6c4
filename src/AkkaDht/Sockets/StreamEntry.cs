using Akka.Actor;

namespace AkkaDht.Sockets;

/// <summary>
/// Where the packets of one stream go, and how many of them wait there. With <paramref name="maxWaitingPackets"/> waiting,
/// further ones are dropped and counted, as on any network, so that a slow connection never holds up a socket; one batch always passes.
/// </summary>
internal sealed class StreamEntry(uint id, IActorRef owner, int maxWaitingPackets)
{
    private int _waitingPackets;
    private long _droppedPackets;

    public uint Id => id;

    public IActorRef Owner => owner;

    /// <summary>Packets told to the owner and not handled yet, or more where their batches were not full.</summary>
    public int WaitingPackets => Volatile.Read(ref _waitingPackets);

    public long DroppedPackets => Interlocked.Read(ref _droppedPackets);

    /// <summary>A socket hands packets over; they, or none of them, wait from now on.</summary>
    public void HandOver(DatagramBatch batch)
    {
        if (WaitingPackets > 0 && WaitingPackets + batch.Weight > maxWaitingPackets)
        {
            Interlocked.Add(ref _droppedPackets, batch.Count);
            BatchPool.Return(batch);
            return;
        }

        Interlocked.Add(ref _waitingPackets, batch.Weight);
        batch.Stream = this;
        owner.Tell(batch, ActorRefs.NoSender);
    }

    /// <summary>The owner has handled a batch, which goes back to the pool.</summary>
    public void Handled(DatagramBatch batch)
    {
        Interlocked.Add(ref _waitingPackets, -batch.Weight);
        BatchPool.Return(batch);
    }
}
