using System.Linq.Expressions;
using Akka.Actor;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Creates an actor that runs on the calling thread and whose instance can be looked at.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, IActorRef? supervisor, string? name = null)
        where TActor : ActorBase => new(Sys, props, supervisor, name);

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, string? name = null)
        where TActor : ActorBase => new(Sys, props, null, name);

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, IActorRef? supervisor, string? name = null)
        where TActor : ActorBase => new(Sys, Props.Create(factory), supervisor, name);

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, string? name = null)
        where TActor : ActorBase => new(Sys, Props.Create(factory), null, name);

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(IActorRef? supervisor, string? name = null)
        where TActor : ActorBase, new() => new(Sys, Props.Create<TActor>(), supervisor, name);

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(string? name = null)
        where TActor : ActorBase, new() => new(Sys, Props.Create<TActor>(), null, name);
}
