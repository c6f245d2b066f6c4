using Akka.Actor;
using Akka.Event;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Connections;

/// <summary>
/// Connections to peers. <see cref="Open"/> goes to the node, everything else to the connection. Its owner hears
/// <see cref="Opening"/>, <see cref="Opened"/>, what arrives, and <see cref="Closed"/> exactly once; a lasting connection begins
/// anew after <see cref="Reconnecting"/>.
/// </summary>
public static partial class ConnectionMessages
{
    /// <summary>Anybody wants a connection; its owner is told <see cref="Opening"/>, or <see cref="Closed"/> at once when it is refused.</summary>
    public sealed record Open(ConnectionSpec Spec) : ICommand;

    /// <summary>The owner says where the peer is and how keys are agreed on, once it knows; repeated after each <see cref="Opening"/>.</summary>
    public sealed record Connect(StreamRoute Route, KeyAgreement Keys) : ICommand;

    /// <summary>Anybody writes a message, which the peer receives as one; answered with <see cref="Written"/> or <see cref="WriteFailed"/>.</summary>
    /// <param name="Bytes">The message; nobody changes it before the answer.</param>
    /// <param name="Tag">Comes back in the answer.</param>
    public sealed record Write(ReadOnlyMemory<byte> Bytes, long Tag = 0) : ICommand;

    /// <summary>Anybody sends a message that may be lost, doubled or overtaken, as long as it fits into a packet.</summary>
    public sealed record Send(ReadOnlyMemory<byte> Bytes) : ICommand, IDeadLetterSuppression;

    /// <summary>The owner has room for so many bytes more. A message is told while any room is left and takes <see cref="Received.Cost"/> of it.</summary>
    public sealed record Demand(long Bytes) : ICommand, IDeadLetterSuppression;

    /// <summary>Anybody waits until the peer has acknowledged everything written before; answered with <see cref="Flushed"/>.</summary>
    public sealed record Flush : IAsk<Flushed>
    {
        /// <summary>The only one.</summary>
        public static readonly Flush Instance = new();
    }

    /// <summary>The owner writes nothing more; reading goes on until the peer ends too.</summary>
    public sealed record End : ICommand, IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static readonly End Instance = new();
    }

    /// <summary>The owner writes nothing more, and gives the peer <see cref="ConnectionSettings.CloseTimeout"/> to end too.</summary>
    public sealed record Close : ICommand, IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static readonly Close Instance = new();
    }

    /// <summary>The owner gives the connection up; what has not arrived is lost.</summary>
    public sealed record Abort : ICommand, IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static readonly Abort Instance = new();
    }

    /// <summary>The owner knows a better way to the peer; <see cref="PathChanged"/> follows when what went the old way has arrived.</summary>
    public sealed record ChangePath(StreamPath Path) : ICommand;

    /// <summary>The owner wants an empty message sent after this much silence; zero for never.</summary>
    public sealed record SetKeepAlive(TimeSpan Interval) : ICommand;

    /// <summary>Anybody asks how the connection fares; answered with <see cref="ConnectionStats"/>.</summary>
    public sealed record GetConnectionStats : IAsk<ConnectionStats>
    {
        /// <summary>The only one.</summary>
        public static readonly GetConnectionStats Instance = new();
    }

    /// <summary>Anybody asks which way packets go; answered with <see cref="CurrentPath"/>, whose address is null while there is none.</summary>
    public sealed record GetPath : IAsk<CurrentPath>
    {
        /// <summary>The only one.</summary>
        public static readonly GetPath Instance = new();
    }

    /// <summary>Who finds the way of a connection by public key makes itself known to it; its end before there is a way is the attempt's.</summary>
    internal sealed record BeGuidedBy(IActorRef Guide) : ICommand;

    /// <summary>The guide has found no way: the connection ends, or rests before the next attempt.</summary>
    internal sealed record GiveUp(ConnectFailure Failure) : ICommand;

    /// <summary>The pool keeps another connection to the same peer: this one ends, or rests before the next attempt.</summary>
    internal sealed record EndAsDuplicate : ICommand, IDeadLetterSuppression
    {
        public static readonly EndAsDuplicate Instance = new();
    }

    /// <summary>The node tells its connections that it ends or is suspended, and its supervisor passes that on.</summary>
    internal sealed record EndAll(EndReason Reason) : ICommand;

    /// <summary>A connection has said its last; told to its supervisor, who tells <see cref="AllEnded"/> to the node.</summary>
    internal sealed record Ended : IEvent
    {
        public static readonly Ended Instance = new();
    }

    /// <summary>Every connection has ended, or rests; told to the node.</summary>
    internal sealed record AllEnded : IEvent
    {
        public static readonly AllEnded Instance = new();
    }

    /// <summary>The node has its sockets back: lasting connections need not wait any longer.</summary>
    internal sealed record Resume : ICommand
    {
        public static readonly Resume Instance = new();
    }
}
