using System.Buffers.Binary;
using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Sockets;

namespace AkkaDht.Tests.Connections;

/// <summary>Stands for both sockets of a node: what is sent arrives at once at whichever stream it is for, unless a test decides otherwise.</summary>
internal sealed class Wire(StreamTable streams, Wire.Fate fate) : UntypedActor
{
    /// <summary>Where everybody seems to be.</summary>
    public static readonly PeerAddress Address = PeerAddress.Loopback(7000);

    /// <summary>What a test does to packets on their way.</summary>
    public sealed class Fate
    {
        /// <summary>Whether everything is lost.</summary>
        public volatile bool IsCut;

        /// <summary>Changes a packet before it arrives.</summary>
        public volatile Action<byte[]>? Tamper;
    }

    protected override void OnReceive(object message)
    {
        var sent = (TransmitBatch)message;
        for (var i = 0; i < sent.Count && !fate.IsCut; i++) Deliver(sent.Datagram(i).ToArray());
        BatchPool.Return(sent);
    }

    private void Deliver(byte[] packet)
    {
        fate.Tamper?.Invoke(packet);
        if (streams.Find(BinaryPrimitives.ReadUInt32LittleEndian(packet.AsSpan(4))) is not { } entry) return;

        var batch = BatchPool.RentReceive(isBusy: false);
        batch.Begin(SocketRole.Server);
        batch.TryAdd(Address, packet);
        entry.HandOver(batch);
    }
}
