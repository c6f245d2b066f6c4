namespace Akka.Actor;

/// <summary>What to run when a system has terminated, the last registered first.</summary>
internal sealed class TerminationCallbacks
{
    private readonly Lock _gate = new();
    private readonly Stack<Action> _callbacks = new();
    private bool _ran;

    public void Add(Action callback)
    {
        lock (_gate)
        {
            if (_ran)
                throw new InvalidOperationException("ActorSystem already terminated.");
            _callbacks.Push(callback);
        }
    }

    public void Run(Action<Exception> report)
    {
        lock (_gate)
            _ran = true;
        while (_callbacks.TryPop(out var callback))
        {
            try
            {
                callback();
            }
            catch (Exception cause)
            {
                report(cause);
            }
        }
    }
}
