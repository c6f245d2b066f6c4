using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>
/// An actor whose handlers are registered by message type, in the constructor or in a <c>Become</c> action. They are tried in
/// the order of registration; the first match wins.
/// </summary>
public abstract class ReceiveActor : UntypedActor
{
    private HandlerTable? _registering;
    private readonly HandlerTable _initial;

    /// <summary>Opens the registration of the initial handlers.</summary>
    protected ReceiveActor() => _registering = _initial = new HandlerTable();

    /// <inheritdoc/>
    protected sealed override void OnReceive(object message) => Handle(_initial, message);

    /// <summary>Replaces the behaviour by the handlers that <paramref name="configure"/> registers.</summary>
    protected void Become(Action configure)
    {
        var handlers = Configure(configure);
        Become(message => Handle(handlers, message));
    }

    /// <summary>Stacks the handlers that <paramref name="configure"/> registers.</summary>
    protected void BecomeStacked(Action configure)
    {
        var handlers = Configure(configure);
        BecomeStacked(message => Handle(handlers, message));
    }

    /// <summary>Handles messages of a type, and of its subtypes, for which <paramref name="shouldHandle"/> holds.</summary>
    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Registering().Add(new Handler<T>(handler, shouldHandle), coversAll: shouldHandle is null && typeof(T) == typeof(object));
    }

    /// <summary>Handles messages of a type for which <paramref name="shouldHandle"/> holds.</summary>
    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>Handles messages of a type; <paramref name="handler"/> answers false to leave one to the next handler.</summary>
    protected void Receive<T>(Func<T, bool> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Registering().Add(new DecidingHandler<T>(handler));
    }

    /// <summary>Handles messages of a type known at run time.</summary>
    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null)
    {
        ArgumentNullException.ThrowIfNull(messageType);
        ArgumentNullException.ThrowIfNull(handler);
        Registering().Add(new TypeHandler(messageType, handler, shouldHandle), coversAll: shouldHandle is null && messageType == typeof(object));
    }

    /// <summary>Handles messages of a type known at run time for which <paramref name="shouldHandle"/> holds.</summary>
    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Receive(messageType, handler, shouldHandle);

    /// <summary>Handles messages of a type known at run time; the handler answers false to leave one to the next.</summary>
    protected void Receive(Type messageType, Func<object, bool> handler)
    {
        ArgumentNullException.ThrowIfNull(messageType);
        ArgumentNullException.ThrowIfNull(handler);
        Registering().Add(new DecidingTypeHandler(messageType, handler));
    }

    /// <summary>Handles every message that no handler before it took; nothing can be registered after it.</summary>
    protected void ReceiveAny(Action<object> handler) => Receive(handler);

    /// <summary>Handles messages of a type asynchronously; other messages wait until the task has ended.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Receive(message => ActorTaskScheduler.RunTask(() => handler(message)), shouldHandle);

    /// <summary>Handles messages of a type asynchronously if <paramref name="shouldHandle"/> holds.</summary>
    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => ReceiveAsync(handler, shouldHandle);

    /// <summary>Handles messages of a type known at run time asynchronously.</summary>
    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null) =>
        Receive(messageType, message => ActorTaskScheduler.RunTask(() => handler(message)), shouldHandle);

    /// <summary>Handles messages of a type known at run time asynchronously if <paramref name="shouldHandle"/> holds.</summary>
    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        ReceiveAsync(messageType, handler, shouldHandle);

    /// <summary>Handles every message left asynchronously; nothing can be registered after it.</summary>
    protected void ReceiveAnyAsync(Func<object, Task> handler) =>
        ReceiveAny(message => ActorTaskScheduler.RunTask(() => handler(message)));

    internal sealed override void EndConstruction()
    {
        _registering = null;
        base.EndConstruction();
    }

    private HandlerTable Registering() =>
        _registering ?? throw new InvalidOperationException(
            "You may only call Receive-methods when constructing the actor and inside Become().");

    private HandlerTable Configure(Action configure)
    {
        var outer = _registering;
        var handlers = _registering = new HandlerTable();
        try
        {
            configure();
        }
        finally
        {
            _registering = outer;
        }

        return handlers;
    }

    private void Handle(HandlerTable handlers, object message)
    {
        if (!handlers.TryHandle(message))
            Unhandled(message);
    }
}
