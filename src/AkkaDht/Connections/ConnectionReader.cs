using System.Threading.Channels;
using Akka.Actor;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.SecretStreams;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Connections;

/// <summary>
/// The owner of a connection on behalf of somebody who awaits: what is told to it goes into the channels and completions of a
/// <see cref="DhtConnection"/>. It lives as long as the connection, and the connection as long as it.
/// </summary>
internal sealed class ConnectionReader(IActorRef node, ConnectionSpec? spec, ConnectionReader.Desk desk) : UntypedActor
{
    /// <summary>Unordered messages that wait for a reader; with more the oldest is lost.</summary>
    private const int MaxUnordered = 64;

    /// <summary>Where what happened is put for the handle to find.</summary>
    public sealed class Desk
    {
        public TaskCompletionSource<DhtConnection> Handle { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<Opened> Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<EndReason> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Channel<Received> Messages { get; } = Channel.CreateUnbounded<Received>(new UnboundedChannelOptions { SingleWriter = true });

        public Channel<ReceivedUnordered> Unordered { get; } =
            Channel.CreateBounded<ReceivedUnordered>(new BoundedChannelOptions(MaxUnordered) { FullMode = BoundedChannelFullMode.DropOldest });

        public PendingWrites Writes { get; } = new();
    }

    private EndReason _reason = new(EndKind.NodeEnded);
    private ConnectFailure? _failure;

    /// <summary>The owner of a connection that it opens; without <paramref name="spec"/>, of one that somebody else opens for it.</summary>
    public static Props Props(IActorRef node, ConnectionSpec? spec, Desk desk) => Akka.Actor.Props.Create(() => new ConnectionReader(node, spec, desk));

    // A node that has ended answers nothing: its end is this actor's.
    protected override void PreStart()
    {
        Context.Watch(node);
        if (spec is not null) node.Tell(new Open(spec with { Handle = desk.Handle.Task }));
    }

    // What the handle waited for has been told that it is over: a new incarnation would open a connection for nobody.
    protected override void PostRestart(Exception reason) => Context.Stop(Self);

    protected override void PostStop()
    {
        var ended = new ConnectionException(_reason, _failure);
        desk.Writes.End(ended);
        desk.Messages.Writer.TryComplete(_reason.IsClean ? null : ended);
        desk.Unordered.Writer.TryComplete();
        Refuse(desk.Handle, ended);
        Refuse(desk.Opened, ended);
        desk.Ended.TrySetResult(_reason);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Received received: desk.Messages.Writer.TryWrite(received); break;
            case Written written: desk.Writes.Succeed(written.Tag); break;
            case WriteFailed failed: desk.Writes.Fail(failed.Tag, failed.Reason); break;
            case ReceivedUnordered unordered: Received(unordered); break;
            case Opening opening: Opening(opening); break;
            case Opened opened: desk.Opened.TrySetResult(opened); break;
            case RemoteEnded: desk.Messages.Writer.TryComplete(); break;
            case Closed closed: Stop(closed); break;
            case Terminated: Context.Stop(Self); break;
            case PathChanged: break;
            default: Unhandled(message); break;
        }
    }

    // Nobody need read them, so that they must not take up the room of those in order.
    private void Received(ReceivedUnordered unordered)
    {
        desk.Unordered.Writer.TryWrite(unordered);
        Sender.Tell(new Demand(unordered.Cost));
    }

    private void Opening(Opening opening)
    {
        Context.Unwatch(node);
        Context.Watch(opening.Connection);
        desk.Handle.TrySetResult(new DhtConnection(desk, Self, opening));
    }

    private void Stop(Closed closed)
    {
        (_reason, _failure) = (closed.Reason, closed.Failure);
        Context.Stop(Self);
    }

    // Nobody need wait for it: an exception that nobody sees is none.
    private static void Refuse<T>(TaskCompletionSource<T> waiting, ConnectionException ended)
    {
        if (waiting.TrySetException(ended)) _ = waiting.Task.Exception;
    }
}
