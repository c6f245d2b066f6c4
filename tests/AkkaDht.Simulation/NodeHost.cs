using AkkaDht.Protocol;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Simulation;

/// <summary>A host with the two sockets of a node: <c>10.0.0.<paramref name="number"/>:1</c> (server) and <c>:2</c> (client).</summary>
public abstract class NodeHost(SimNetwork network, byte number) : SimHost
{
    private readonly PeerAddress[] _addresses = [new(0x0a000000u | number, 1), new(0x0a000000u | number, 2)];
    private readonly byte[] _packet = new byte[UdxStream.MaxPacketLength];

    /// <summary>The address of one of its sockets.</summary>
    public PeerAddress Address(SocketRole socket) => _addresses[socket.Number];

    /// <summary>Lets the machine do something and takes everything that comes of it.</summary>
    public void Turn(Action<Instant> action)
    {
        action(network.Now);
        Drain(network.Now);
        network.Touch(this);
    }

    /// <inheritdoc/>
    public sealed override void HandleDatagram(Instant now, PeerAddress from, PeerAddress to, ReadOnlyMemory<byte> datagram)
    {
        HandlePacket(now, new SocketRole(Array.IndexOf(_addresses, to)), from, datagram);
        Drain(now);
    }

    /// <inheritdoc/>
    public sealed override void HandleTimeout(Instant now)
    {
        HandleDeadline(now);
        Drain(now);
    }

    /// <summary>Both addresses lead here from now on.</summary>
    protected void Attach()
    {
        foreach (var address in _addresses) network.Attach(address, this);
    }

    /// <summary>Gives a packet to the machine.</summary>
    protected abstract void HandlePacket(Instant now, SocketRole socket, PeerAddress from, ReadOnlyMemory<byte> packet);

    /// <summary>Tells the machine that its deadline has come.</summary>
    protected abstract void HandleDeadline(Instant now);

    /// <summary>Takes everything that the machine hands out.</summary>
    protected abstract void Drain(Instant now);

    /// <summary>Takes the next packet of the machine.</summary>
    protected abstract bool TryTake(Instant now, Span<byte> buffer, out StreamTransmit transmit);

    /// <summary>Sends all packets that the machine wants sent; says whether there were any.</summary>
    protected bool Transmit(Instant now)
    {
        var any = false;
        while (TryTake(now, _packet, out var transmit))
        {
            any = true;
            network.Send(Address(transmit.Socket), transmit.To, _packet.AsSpan(0, transmit.Length));
        }

        return any;
    }
}
