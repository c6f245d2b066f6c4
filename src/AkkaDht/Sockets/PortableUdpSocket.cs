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
        Socket.DontFragment = true;
        _peek.SetBuffer(new byte[1]);
        _peek.Completed += (_, _) => Readable();
    }

    // No system joins datagrams unless it is told to.
    public override bool IsJoining { get; set; }

    public override bool Receive(DatagramBatch batch)
    {
        for (var slot = 0; slot < batch.Slots; slot++)
        {
            // Bytes available would do as well but for an empty datagram, which has none and must be taken all the same.
            if (!Socket.Poll(TimeSpan.Zero, SelectMode.SelectRead)) return false;
            ReceiveOne(batch, slot * DatagramBatch.SlotBytes);
        }

        return true;
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

    // With its own time to live if it has one; false when the system refused it.
    private bool SendSingly(ReadOnlySpan<byte> datagram, PeerAddress to, byte ttl)
    {
        var usual = ttl != 0 ? Socket.Ttl : (short)0;
        try
        {
            if (ttl != 0) Socket.Ttl = ttl;
            Socket.SendTo(datagram, SocketFlags.None, EndPointOf(to));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        finally
        {
            if (ttl != 0) Socket.Ttl = usual;
        }
    }

    private void ReceiveOne(DatagramBatch batch, int start)
    {
        var room = batch.Arena.AsSpan(start, DatagramBatch.SlotBytes);
        try
        {
            var length = Socket.ReceiveFrom(room, SocketFlags.None, _from);
            if (length < DatagramBatch.SlotBytes) batch.Keep(start, length, Sender());
            else batch.DropOversized();
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.MessageSize)
        {
            batch.DropOversized();
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset or SocketError.NetworkReset or SocketError.WouldBlock)
        {
            // An ICMP answer to something sent earlier, that nobody listens or that its time to live was over: nothing has arrived.
        }
    }

    // The layout of sockaddr_in from its third byte on is the same everywhere: port and host in network order.
    private PeerAddress Sender() => new(
        BinaryPrimitives.ReadUInt32BigEndian(_from.Buffer.Span[4..]), BinaryPrimitives.ReadUInt16BigEndian(_from.Buffer.Span[2..]));
}
