using Akka.Actor;

namespace AkkaDht.Requests;

/// <summary>
/// What the requests actor keeps over a restart. It outlives the incarnation instead of being told to the next one, because
/// what waits in the mailbox by then may be newer. Written and read by that actor alone.
/// </summary>
internal sealed class RequestsMemory
{
    /// <summary>The bound socket actors, by role; null while a socket is not bound.</summary>
    public IActorRef?[] Sockets { get; } = new IActorRef?[2];

    /// <summary>Who handles the application's commands.</summary>
    public IActorRef? Handler { get; set; }

    /// <summary>From the suspension of the node until both sockets are bound again.</summary>
    public bool IsSuspended { get; set; }
}
