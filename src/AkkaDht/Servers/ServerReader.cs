using System.Threading.Channels;
using Akka.Actor;
using AkkaDht.Connections;
using static AkkaDht.Servers.ServerMessages;

namespace AkkaDht.Servers;

/// <summary>
/// The owner of a server on behalf of somebody who awaits. Each connection gets a <see cref="ConnectionReader"/> for its owner, and is put
/// where the <see cref="DhtServer"/> finds it once it is open. The server lives as long as this, and this as long as the server.
/// </summary>
internal sealed class ServerReader(DhtNode node, ServerSpec spec, ServerReader.Desk desk) : UntypedActor
{
    /// <summary>Where what happened is put for the handle to find.</summary>
    public sealed class Desk(int maxBacklog)
    {
        public TaskCompletionSource<Listening> Listening { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Channel<DhtConnection> Accepted { get; } = Channel.CreateBounded<DhtConnection>(maxBacklog);
    }

    public static Props Props(DhtNode node, ServerSpec spec, Desk desk) => Akka.Actor.Props.Create(() => new ServerReader(node, spec, desk));

    protected override void PreStart()
    {
        Context.Watch(node.Actor);
        node.Actor.Tell(new Listen(spec with { NewOwner = NewOwner }));
    }

    // What the handle waited for has been told that it is over: a new incarnation would listen for nobody.
    protected override void PostRestart(Exception reason) => Context.Stop(Self);

    protected override void PostStop()
    {
        Refuse(ListenError.NodeEnded);
        desk.Accepted.Writer.TryComplete();
        desk.Ended.TrySetResult();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Listening listening: HasBegun(listening); break;
            case ListenFailed failed: Fail(failed.Error); break;
            case Accepted: break;
            case Closed or Terminated: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    private void HasBegun(Listening listening)
    {
        Context.Watch(listening.Server);
        desk.Listening.TrySetResult(listening);
    }

    private void Fail(ListenError error)
    {
        Refuse(error);
        Context.Stop(Self);
    }

    // Nobody need wait for it: an exception that nobody sees is none.
    private void Refuse(ListenError error)
    {
        if (desk.Listening.TrySetException(new DhtException(error))) _ = desk.Listening.Task.Exception;
    }

    // Called by sessions, from their own actors.
    private ConnectionOwner NewOwner()
    {
        var connection = new ConnectionReader.Desk();
        var reader = node.System.ActorOf(ConnectionReader.Props(node.Actor, spec: null, connection));
        _ = HandOverAsync(connection.Handle.Task);
        return new ConnectionOwner(reader, connection.Handle.Task);
    }

    private async Task HandOverAsync(Task<DhtConnection> connection)
    {
        try
        {
            var handle = await connection;
            await handle.OpenedAsync();
            if (!desk.Accepted.Writer.TryWrite(handle)) handle.Abort();
        }
        catch (ConnectionException)
        {
            // A client that did not come through is of no interest to anybody.
        }
    }
}
