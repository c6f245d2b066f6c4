using Akka.Actor;
using Akka.Dispatch;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>A reference to an actor that runs on the calling thread and whose instance can be looked at.</summary>
public abstract class TestActorRefBase<TActor> : ICanTell, IActorRef, IActorRefWrapper
    where TActor : ActorBase
{
    private static readonly TimeSpan CreationTimeout = TimeSpan.FromSeconds(5);

    private readonly LocalRef _inner;

    /// <summary>Creates the actor under a supervisor, by default <c>/user</c>.</summary>
    protected TestActorRefBase(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null)
    {
        var props = RunsOnCallingThread(actorProps) ? actorProps.WithDispatcher(CallingThreadDispatcher.Id) : actorProps;
        var parent = supervisor is not null && ActorRef.Of(supervisor) is LocalRef given ? given : ((ActorSystemImpl)system).UserGuardian;
        _inner = (LocalRef)(name is null ? parent.Cell.AttachChild(props, TestActorNames.Next(), isSystemService: true) : parent.Cell.ActorOf(props, name));
    }

    /// <summary>Where the actor stands in the tree.</summary>
    public ActorPath Path => _inner.Path;

    /// <summary>The plain reference.</summary>
    public IActorRef Ref => _inner;

    /// <summary>The instance; after a restart, the new one.</summary>
    public TActor UnderlyingActor => (TActor)Instance;

    /// <inheritdoc/>
    IActorRef IActorRefWrapper.Inner => _inner;

    private protected ActorCell Cell => _inner.Cell;

    private ActorBase Instance => Cell.Actor ?? AwaitInstance()
        ?? throw new IllegalActorStateException($"Actor [{Path}] has no instance: it has failed to start or has stopped.");

    /// <summary>Whether both are the same actor.</summary>
    public static bool operator ==(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) => Same(testActorRef, actorRef);

    /// <summary>Whether both are different actors.</summary>
    public static bool operator !=(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) => !Same(testActorRef, actorRef);

    /// <summary>Whether both are the same actor.</summary>
    public static bool operator ==(IActorRef? actorRef, TestActorRefBase<TActor>? testActorRef) => Same(testActorRef, actorRef);

    /// <summary>Whether both are different actors.</summary>
    public static bool operator !=(IActorRef? actorRef, TestActorRefBase<TActor>? testActorRef) => !Same(testActorRef, actorRef);

    /// <summary>The plain reference behind a test reference.</summary>
    public static IActorRef ToActorRef(TestActorRefBase<TActor> actorRef) => actorRef.Ref;

    /// <summary>Has the actor handle a message on this thread; what its handler throws comes out here, not at the supervisor.</summary>
    public void Receive(object message, IActorRef? sender = null) => Cell.ReceiveForTest(new Envelope(message, sender ?? ActorRefs.NoSender!));

    /// <summary>Has the actor handle a message on this thread; what its handler throws comes out of the task.</summary>
    public Task ReceiveAsync(object message, IActorRef? sender = null)
    {
        try
        {
            Receive(message, sender);
            return Task.CompletedTask;
        }
        catch (Exception failure)
        {
            return Task.FromException(failure);
        }
    }

    /// <summary>Tells the actor; the sender is the test actor, or whose turn it is.</summary>
    public void Tell(object message) => ActorRefImplicitSenderExtensions.Tell(_inner, message);

    /// <inheritdoc/>
    public void Tell(object message, IActorRef? sender) => _inner.Tell(message, sender!);

    /// <summary>Passes a message on, keeping the sender of the message being handled.</summary>
    public void Forward(object message) => ActorRefImplicitSenderExtensions.Forward(_inner, message);

    /// <summary>Has the actor watch another one.</summary>
    public void Watch(IActorRef subject) => Cell.UseThreadContext(() => Cell.Watch(subject));

    /// <summary>Has the actor watch another one no longer.</summary>
    public void Unwatch(IActorRef subject) => Cell.UseThreadContext(() => Cell.Unwatch(subject));

    /// <inheritdoc/>
    public bool Equals(IActorRef? other) => _inner.Equals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => _inner.Equals(obj);

    /// <inheritdoc/>
    public override int GetHashCode() => _inner.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(IActorRef? other) => _inner.CompareTo(other);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => _inner.CompareTo(obj as IActorRef);

    /// <inheritdoc/>
    public override string ToString() => _inner.ToString();

    // A dispatcher that was chosen stays: the instance is then looked at from another thread than its own.
    private static bool RunsOnCallingThread(Props props) => props.Dispatcher == Dispatchers.DefaultDispatcherId;

    private ActorBase? AwaitInstance()
    {
        if (Cell.Props.Dispatcher != CallingThreadDispatcher.Id)
            _inner.Ask<ActorIdentity>(new Identify(nameof(Instance)), CreationTimeout).GetAwaiter().GetResult();
        return Cell.Actor;
    }

    private static bool Same(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) =>
        testActorRef is null ? actorRef is null : testActorRef.Equals(actorRef);
}
