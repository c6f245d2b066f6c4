namespace Akka.Actor;

/// <summary>The handlers of one behaviour of a <see cref="ReceiveActor"/>, in the order of registration.</summary>
internal sealed class HandlerTable
{
    private Handler[] _handlers = [];
    private bool _complete;

    /// <summary>Appends a handler; after one that takes every message, none would ever be reached.</summary>
    public void Add(Handler handler, bool coversAll = false)
    {
        if (_complete)
            throw new InvalidOperationException(
                "A handler that catches all messages has been added. No handler can be added after that.");
        _complete = coversAll;
        _handlers = [.. _handlers, handler];
    }

    public bool TryHandle(object message)
    {
        foreach (var handler in _handlers)
            if (handler.TryHandle(message))
                return true;
        return false;
    }
}

internal abstract class Handler
{
    public abstract bool TryHandle(object message);
}

internal sealed class Handler<T>(Action<T> handle, Predicate<T>? shouldHandle) : Handler
{
    public override bool TryHandle(object message)
    {
        if (message is not T typed || shouldHandle?.Invoke(typed) is false)
            return false;
        handle(typed);
        return true;
    }
}

internal sealed class DecidingHandler<T>(Func<T, bool> handle) : Handler
{
    public override bool TryHandle(object message) => message is T typed && handle(typed);
}

internal sealed class TypeHandler(Type type, Action<object> handle, Predicate<object>? shouldHandle) : Handler
{
    public override bool TryHandle(object message)
    {
        if (!type.IsInstanceOfType(message) || shouldHandle?.Invoke(message) is false)
            return false;
        handle(message);
        return true;
    }
}

internal sealed class DecidingTypeHandler(Type type, Func<object, bool> handle) : Handler
{
    public override bool TryHandle(object message) => type.IsInstanceOfType(message) && handle(message);
}
