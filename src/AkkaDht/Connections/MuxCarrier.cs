using System.Buffers;
using Akka.Actor;
using AkkaDht.Protocol.Protomux;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Connections;

/// <summary>
/// Joins a connection with a <see cref="Protocol.Protomux.Mux"/>, on behalf of the actor that owns the connection: that actor hands over
/// what it is told of the connection, and after each message drains. The peer is read no faster than it is handled, and the muxer's
/// frames are written no faster than the connection takes them.
/// </summary>
/// <param name="connection">The connection, which is open.</param>
/// <param name="owner">Its owner, who is told what becomes of writes.</param>
/// <param name="settings">What the muxer may hold.</param>
internal sealed class MuxCarrier(IActorRef connection, IActorRef owner, MuxSettings settings)
{
    /// <summary>Frames told to the connection that it has not taken; the muxer keeps further ones.</summary>
    public const int MaxWrites = 16;

    private readonly Queue<byte[]> _writes = new(MaxWrites);
    private Received? _reading;
    private long _owedRoom;
    private bool _isAborted;

    /// <summary>What happened to a channel, told by <see cref="Drain"/>.</summary>
    public delegate void Handler(in MuxEvent happened);

    public IActorRef Connection => connection;

    public Mux Mux { get; } = new(settings);

    /// <summary>Frames that the connection has not taken.</summary>
    public int Writes => _writes.Count;

    /// <summary>A message has arrived. Its memory goes back with <see cref="Drain"/>, which is to follow at once.</summary>
    public void Handle(Received received)
    {
        _reading = received;
        Mux.HandleFrame(received.Bytes);
    }

    /// <summary>The connection has taken a frame.</summary>
    public void Handle(Written _)
    {
        if (_writes.TryDequeue(out var written)) ArrayPool<byte>.Shared.Return(written);
    }

    /// <summary>The connection has not taken a frame: nothing that follows would be understood.</summary>
    public void Handle(WriteFailed _) => Abort();

    /// <summary>The peer writes no more, which is answered with the same (07-protomux-rpc.md A7).</summary>
    public void Handle(RemoteEnded _) => connection.Tell(Close.Instance, owner);

    /// <summary>The connection is over, and with it every channel.</summary>
    public void Handle(Closed _)
    {
        _isAborted = true;
        Mux.HandleClosed();
    }

    /// <summary>Tells everything that has happened, then writes what came of it.</summary>
    public void Drain(Handler handle)
    {
        do
        {
            while (Mux.TryTakeEvent(out var happened)) handle(happened);
            GiveRoomBack();
        }
        while (Write());

        if (Mux.Failure is not null) Abort();
    }

    private void GiveRoomBack()
    {
        if (_reading is { } read)
        {
            _owedRoom += read.Cost;
            read.Return();
            _reading = null;
        }

        // What is kept for unanswered channels has been paid for with the room of its messages.
        if (_owedRoom == 0 || Mux.IsPaused) return;

        connection.Tell(new Demand(_owedRoom), owner);
        _owedRoom = 0;
    }

    // True when writing has brought forth an event.
    private bool Write()
    {
        var wasWritable = Mux.IsWritable;
        while (_writes.Count < MaxWrites && !_isAborted && Mux.TryTakeFrame(out var frame))
        {
            var copy = ArrayPool<byte>.Shared.Rent(frame.Length);
            frame.CopyTo(copy);
            _writes.Enqueue(copy);
            connection.Tell(new Write(copy.AsMemory(0, frame.Length)), owner);
        }

        return !wasWritable && Mux.IsWritable;
    }

    private void Abort()
    {
        if (_isAborted) return;

        _isAborted = true;
        connection.Tell(ConnectionMessages.Abort.Instance, owner);
    }
}
