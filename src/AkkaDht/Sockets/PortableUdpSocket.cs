using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>A UDP socket on any platform: one system call per datagram.</summary>
internal sealed class PortableUdpSocket : UdpSocket
{
    private readonly SocketAddress _from = new(AddressFamily.InterNetwork);
    private readonly SocketAsyncEventArgs _peek = new();
    private Action? _onReadable;
    private volatile bool _isDisposed;

    public PortableUdpSocket(PeerAddress address, SocketSettings settings) : base(address, settings)
    {
        _peek.SetBuffer(new byte[1]);
        _peek.Completed += (_, _) => Readable();
    }

    public override int Receive(DatagramBatch batch)
    {
        for (var slot = 0; slot < batch.Capacity; slot++)
        {
            // Bytes available would do as well but for an empty datagram, which has none and must be taken all the same.
            if (!Socket.Poll(TimeSpan.Zero, SelectMode.SelectRead)) return slot;
            ReceiveOne(batch, slot);
        }

        return batch.Capacity;
    }

    public override int Send(TransmitBatch batch)
    {
        var taken = 0;
        for (var i = 0; i < batch.Count; i++)
            if (SendSingly(batch.Datagram(i), batch[i].To, batch[i].Ttl)) taken++;
        return taken;
    }

    // Looking at the next datagram without taking it waits for readiness alone; the batch read that follows takes it.
    public override void NotifyReadable(Action onReadable)
    {
        _onReadable = onReadable;

        // A completed receive leaves the flags of what it received behind.
        _peek.SocketFlags = SocketFlags.Peek;
        if (!Socket.ReceiveAsync(_peek)) Readable();
    }

    public override void Dispose()
    {
        _isDisposed = true;
        base.Dispose();
        _peek.Dispose();
    }

    private void Readable()
    {
        if (!_isDisposed) _onReadable!();
    }

    private void ReceiveOne(DatagramBatch batch, int slot)
    {
        var room = batch.Arena.AsSpan(slot * DatagramBatch.SlotBytes, DatagramBatch.SlotBytes);
        try
        {
            var length = Socket.ReceiveFrom(room, SocketFlags.None, _from);
            if (length < DatagramBatch.SlotBytes) batch.Keep(slot, length, Sender());
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.MessageSize or SocketError.ConnectionReset or SocketError.WouldBlock)
        {
            // Too long for a peer's datagram, or an ICMP answer to something sent earlier: nothing has arrived.
        }
    }

    // The layout of sockaddr_in from its third byte on is the same everywhere: port and host in network order.
    private PeerAddress Sender() => new(
        BinaryPrimitives.ReadUInt32BigEndian(_from.Buffer.Span[4..]), BinaryPrimitives.ReadUInt16BigEndian(_from.Buffer.Span[2..]));
}
