namespace Akka.Actor;

internal sealed partial class ActorCell
{
    /// <summary>The silence after which <see cref="Akka.Actor.ReceiveTimeout"/> arrives.</summary>
    public TimeSpan? ReceiveTimeout => _parts?.Silence;

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is { } silence && silence <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(timeout), silence, "A receive timeout must be positive");

        CancelSilence();
        if (timeout is null && _parts is null)
            return;
        Needed.Silence = timeout;
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
            if (_parts?.SilenceTimer is null && !IsAwaiting)
                AwaitSilence();
        }
    }

    private void AwaitSilence()
    {
        if (_parts is { Silence: { } silence } parts && !_terminated)
            parts.SilenceTimer = System.Scheduler.ScheduleTellOnceCancelable(silence, SelfRef, Akka.Actor.ReceiveTimeout.Instance, SelfRef);
    }

    private void CancelSilence()
    {
        if (_parts is not { SilenceTimer: { } timer } parts)
            return;
        timer.Cancel();
        parts.SilenceTimer = null;
    }
}
