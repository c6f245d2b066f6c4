namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private TimeSpan? _silence;
    private ICancelable? _silenceTimer;

    /// <summary>The silence after which <see cref="Akka.Actor.ReceiveTimeout"/> arrives.</summary>
    public TimeSpan? ReceiveTimeout => _silence;

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is { } silence && silence <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(timeout), silence, "A receive timeout must be positive");

        _silence = timeout;
        CancelSilence();
        if (timeout is not null)
            AwaitSilence();
    }

    /// <summary>Any message ends the silence, and the next one begins when it has been handled.</summary>
    private void InvokeTimed(object message)
    {
        if (message is INotInfluenceReceiveTimeout)
        {
            Dispatch(message);
            return;
        }

        CancelSilence();
        try
        {
            Dispatch(message);
        }
        finally
        {
            if (_silenceTimer is null && !IsAwaiting)
                AwaitSilence();
        }
    }

    private void AwaitSilence()
    {
        if (_silence is { } silence && !_terminated)
            _silenceTimer = System.Scheduler.ScheduleTellOnceCancelable(silence, SelfRef, Akka.Actor.ReceiveTimeout.Instance, SelfRef);
    }

    private void CancelSilence()
    {
        _silenceTimer?.Cancel();
        _silenceTimer = null;
    }
}
