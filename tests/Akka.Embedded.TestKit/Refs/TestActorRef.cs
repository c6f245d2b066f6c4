using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A reference to an actor that runs on the calling thread and whose instance can be looked at.</summary>
public class TestActorRef<TActor> : TestActorRefBase<TActor>
    where TActor : ActorBase
{
    /// <summary>Creates the actor under a supervisor, by default <c>/user</c>.</summary>
    public TestActorRef(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null)
        : base(system, actorProps, supervisor, name)
    {
    }
}
