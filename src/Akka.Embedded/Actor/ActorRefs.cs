namespace Akka.Actor;

/// <summary>References that every system knows.</summary>
public static class ActorRefs
{
    /// <summary>Nobody: swallows every message.</summary>
    public static readonly Nobody Nobody = Nobody.Instance;

    /// <summary>No sender (null), to be told explicitly.</summary>
    public static readonly IActorRef? NoSender;
}
