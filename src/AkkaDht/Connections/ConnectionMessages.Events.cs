using Akka.Actor;
using Akka.Event;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Connections;

/// <summary>What owners and askers are told.</summary>
public static partial class ConnectionMessages
{
    /// <summary>The connection has its id, which the peer must learn; told to the owner.</summary>
    /// <param name="Connection">Takes the other messages, over all restarts.</param>
    /// <param name="LocalId">The id that the peer's packets are to carry.</param>
    /// <param name="RoomBytes">What the owner is taken to have room for, until it says more with <see cref="Demand"/>.</param>
    public sealed record Opening(IActorRef Connection, StreamId LocalId, int RoomBytes) : IEvent;

    /// <summary>The connection has its id, and waits to be told where the peer is; told to its guide.</summary>
    internal sealed record Reserved(IActorRef Connection, StreamId LocalId) : IEvent;

    /// <summary>A packet has come from where none came from before: the peer has found a way, which the guide may want to take; told to the guide.</summary>
    internal sealed record Knocked(SocketRole Socket, PeerAddress From) : IEvent, IDeadLetterSuppression;

    /// <summary>The first packet by the new path has arrived after <see cref="PathChanged"/>: the peer has changed over too; told to the guide.</summary>
    internal sealed record ArrivedByNewPath : IEvent
    {
        public static readonly ArrivedByNewPath Instance = new();
    }

    /// <summary>The peer has proved that it has the keys; told to the guide.</summary>
    internal sealed record HasOpened : IEvent
    {
        public static readonly HasOpened Instance = new();
    }

    /// <summary>The way that packets go; told to who asked.</summary>
    /// <param name="Socket">The socket that they leave on.</param>
    /// <param name="Address">Where they go; null while that is not known.</param>
    public sealed record CurrentPath(SocketRole Socket, PeerAddress? Address) : IEvent;

    /// <summary>Keys are agreed on and messages may be written; told to the owner.</summary>
    /// <param name="Connection">The connection.</param>
    /// <param name="RemoteKey">Who the peer is.</param>
    /// <param name="HandshakeHash">64 bytes that both sides share and nobody else knows.</param>
    public sealed record Opened(IActorRef Connection, PublicKey RemoteKey, ReadOnlyMemory<byte> HandshakeHash) : IEvent;

    /// <summary>A message has arrived, in order; told to the owner. Its array can be given back once it is not needed any more.</summary>
    public sealed class Received : IEvent
    {
        private const int Overhead = 64;

        private readonly ReceivedMessage _message;

        internal Received(ReceivedMessage message) => _message = message;

        /// <summary>The message; not to be touched after <see cref="Return"/>.</summary>
        public ReadOnlyMemory<byte> Bytes => _message.Bytes;

        /// <summary>What it took of the room that the owner has said to have, in bytes.</summary>
        public int Cost => CostOf(_message.Bytes);

        /// <summary>The owner does not need the bytes any more; without it the garbage collector takes care of them.</summary>
        public void Return() => _message.Return();

        internal static int CostOf(ReadOnlyMemory<byte> bytes) => bytes.Length + Overhead;
    }

    /// <summary>An unordered message has arrived; told to the owner, unless it has no room, which loses it.</summary>
    public sealed record ReceivedUnordered(ReadOnlyMemory<byte> Bytes) : IEvent
    {
        /// <summary>What it took of the room that the owner has said to have, in bytes.</summary>
        public int Cost => Received.CostOf(Bytes);
    }

    /// <summary>A write was taken and more are welcome; told to who wrote.</summary>
    public sealed record Written(long Tag) : IEvent;

    /// <summary>A write was not taken; told to who wrote.</summary>
    public sealed record WriteFailed(long Tag, WriteFailure Reason) : IEvent;

    /// <summary>Whether everything written before has arrived; false when the connection ended first.</summary>
    public sealed record Flushed(bool HasArrived) : IEvent;

    /// <summary>The peer will write no more, and all that it wrote has been told; told to the owner.</summary>
    public sealed record RemoteEnded : IEvent
    {
        /// <summary>The only one.</summary>
        public static readonly RemoteEnded Instance = new();
    }

    /// <summary>Everything that went the old way has arrived; told to the owner.</summary>
    public sealed record PathChanged : IEvent
    {
        /// <summary>The only one.</summary>
        public static readonly PathChanged Instance = new();
    }

    /// <summary>A lasting connection has ended and is opened again after a pause; told to the owner.</summary>
    /// <param name="Attempt">Which one in a row this will be, from 1.</param>
    /// <param name="Delay">The pause; one whose node is suspended waits for the node instead.</param>
    /// <param name="Reason">How it ended.</param>
    public sealed record Reconnecting(int Attempt, TimeSpan Delay, EndReason Reason) : IEvent
    {
        /// <summary>With <see cref="EndKind.NotReached"/>: how far the attempt came, and what might help.</summary>
        public ConnectFailure? Failure { get; init; }
    }

    /// <summary>The connection is over; the last that the owner is told.</summary>
    public sealed record Closed(EndReason Reason) : IEvent
    {
        /// <summary>With <see cref="EndKind.NotReached"/>: how far the attempt came, and what might help.</summary>
        public ConnectFailure? Failure { get; init; }
    }
}

/// <summary>Why a write was not taken.</summary>
public enum WriteFailure
{
    /// <summary>The connection does not know its peer yet, or rests.</summary>
    NotConnected,

    /// <summary>The connection ended, or its owner had ended it.</summary>
    Ended,

    /// <summary>The message is longer than a frame can be.</summary>
    TooLong,

    /// <summary>Too many writes wait already (<c>akkadht.connections.max-waiting-writes</c>).</summary>
    TooManyWaiting,
}
