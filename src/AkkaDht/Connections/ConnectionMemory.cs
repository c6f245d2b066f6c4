using Akka.Actor;

namespace AkkaDht.Connections;

/// <summary>What a connection keeps over a restart of its actor. Written and read by that actor alone.</summary>
internal sealed class ConnectionMemory(ConnectionSpec spec, IActorRef owner)
{
    public ConnectionSpec Spec => spec;

    public IActorRef Owner => owner;

    /// <summary>Whether an incarnation before this one has failed.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Whether it is not to come back: its owner has ended it or is gone, or its node has ended.</summary>
    public bool IsUnwanted { get; set; }

    /// <summary>Attempts in a row that have not led to a connection worth the name.</summary>
    public int Attempts { get; set; }

    /// <summary>Times that it was opened again.</summary>
    public int Restarts { get; set; }
}
