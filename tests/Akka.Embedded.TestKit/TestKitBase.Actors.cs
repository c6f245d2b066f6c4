using System.Linq.Expressions;
using Akka.Actor;
using Akka.Dispatch;
using Akka.TestKit.Internal;
using Akka.Util;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Creates a top-level actor.</summary>
    public IActorRef ActorOf(Props props, string? name = null) => Sys.ActorOf(props, name);

    /// <summary>Creates a top-level actor.</summary>
    public IActorRef ActorOf<TActor>()
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>());

    /// <summary>Creates a top-level actor.</summary>
    public IActorRef ActorOf<TActor>(string? name)
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>(), name);

    /// <summary>Creates a top-level actor.</summary>
    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory));

    /// <summary>Creates a top-level actor.</summary>
    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory, string? name)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory), name);

    /// <summary>Selects actors by path.</summary>
    public ActorSelection ActorSelection(ActorPath actorPath) => Sys.ActorSelection(actorPath);

    /// <summary>Selects actors by path.</summary>
    public ActorSelection ActorSelection(string actorPath) => Sys.ActorSelection(actorPath);

    /// <summary>Selects actors by a path relative to <paramref name="anchorRef"/>.</summary>
    public ActorSelection ActorSelection(IActorRef anchorRef, string actorPath) => Sys.ActorSelection(anchorRef, actorPath);

    /// <summary>Creates a child of <see cref="TestActor"/>.</summary>
    public IActorRef ChildActorOf(Props props, string name, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        SpawnChild(props, name, supervisorStrategy, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Creates a child of <see cref="TestActor"/>.</summary>
    public IActorRef ChildActorOf(Props props, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        SpawnChild(props, null, supervisorStrategy, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Creates a child of <see cref="TestActor"/>.</summary>
    public IActorRef ChildActorOf(Props props, string name, CancellationToken cancellationToken = default) =>
        SpawnChild(props, name, null, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Creates a child of <see cref="TestActor"/>.</summary>
    public IActorRef ChildActorOf(Props props, CancellationToken cancellationToken = default) =>
        SpawnChild(props, null, null, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Creates a child of <see cref="TestActor"/>.</summary>
    public Task<IActorRef> ChildActorOfAsync(
        Props props, string name, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        SpawnChild(props, name, supervisorStrategy, cancellationToken);

    /// <summary>Creates a child of <see cref="TestActor"/>.</summary>
    public Task<IActorRef> ChildActorOfAsync(Props props, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        SpawnChild(props, null, supervisorStrategy, cancellationToken);

    /// <summary>Creates a child of <see cref="TestActor"/>.</summary>
    public Task<IActorRef> ChildActorOfAsync(Props props, string name, CancellationToken cancellationToken = default) =>
        SpawnChild(props, name, null, cancellationToken);

    /// <summary>Creates a child of <see cref="TestActor"/>.</summary>
    public Task<IActorRef> ChildActorOfAsync(Props props, CancellationToken cancellationToken = default) =>
        SpawnChild(props, null, null, cancellationToken);

    /// <summary>Creates a probe: a test actor with expectations of its own.</summary>
    public virtual TestProbe CreateTestProbe(string? name = null) => new(Sys, Assertions, name);

    /// <summary>Creates a probe in another system.</summary>
    public virtual TestProbe CreateTestProbe(ActorSystem system, string? name = null) => new(system, Assertions, name);

    /// <summary>Creates an actor that receives for this test under another name.</summary>
    public IActorRef CreateTestActor(string name) => CreateTestActor(Sys, name);

    /// <summary>Creates a latch that opens after <paramref name="count"/> counts.</summary>
    public virtual TestLatch CreateTestLatch(int count = 1) => new(Dilated, TestKitSettings.DefaultTimeout, count);

    /// <summary>Creates a barrier for <paramref name="count"/> threads.</summary>
    public TestBarrier CreateTestBarrier(int count) => new(this, count, TestKitSettings.DefaultTimeout);

    /// <summary>Has the test actor drop such messages.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        TestActor.Tell(new TestActor.SetIgnore(message => shouldIgnoreMessage(message)));

    /// <summary>Has the test actor drop such messages of a type.</summary>
    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        TestActor.Tell(new TestActor.SetIgnore(message => message is TMsg typed && shouldIgnoreMessage(typed)));

    /// <summary>Has the test actor drop messages of a type.</summary>
    public void IgnoreMessages<TMsg>() => IgnoreMessages<TMsg>(_ => true);

    /// <summary>Has the test actor drop nothing any more.</summary>
    public void IgnoreNoMessages() => TestActor.Tell(new TestActor.SetIgnore(null));

    /// <summary>Has a pilot answer the test actor's messages.</summary>
    public void SetAutoPilot(AutoPilot pilot) => TestActor.Tell(new TestActor.SetAutoPilot(pilot));

    /// <summary>Has the test actor watch an actor.</summary>
    public IActorRef Watch(IActorRef actorToWatch)
    {
        TestActor.Tell(new TestActor.Watch(actorToWatch));
        return actorToWatch;
    }

    /// <summary>Has the test actor watch an actor no longer.</summary>
    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        TestActor.Tell(new TestActor.Unwatch(actorToUnwatch));
        return actorToUnwatch;
    }

    /// <inheritdoc cref="Watch(IActorRef)"/>
    public Task<IActorRef> WatchAsync(IActorRef actorToWatch) => Task.FromResult(Watch(actorToWatch));

    /// <inheritdoc cref="Unwatch(IActorRef)"/>
    public Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch) => Task.FromResult(Unwatch(actorToUnwatch));

    private IActorRef CreateTestActor(ActorSystem system, string name)
    {
        // It runs on the thread that tells it, so that what has been told has been queued.
        var props = Props.Create(() => new InternalTestActor(_queue)).WithDispatcher(Dispatchers.CallingThreadDispatcherId);
        return ((ExtendedActorSystem)system).SystemActorOf(props, name);
    }

    private Task<IActorRef> SpawnChild(Props props, string? name, SupervisorStrategy? strategy, CancellationToken cancellationToken) =>
        TestActor.Ask<IActorRef>(
            new TestActor.Spawn(props, name is null ? Option<string>.None : name, strategy is null ? Option<SupervisorStrategy>.None : strategy),
            RemainingOrDefault,
            cancellationToken);
}
