namespace Akka.Actor;

internal sealed partial class ActorCell
{
    /// <summary>The silence after which <see cref="Akka.Actor.ReceiveTimeout"/> arrives.</summary>
    public TimeSpan? ReceiveTimeout => _parts?.Silence?.Limit;

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is { } limit)
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero, nameof(timeout));
        if (timeout is not null && !_terminated)
            Needed.Silence ??= Silence.Around(this);
        _parts?.Silence?.Change(timeout);
    }

    /// <summary>Any message ends the silence, and the next one begins when it has been handled.</summary>
    private void InvokeTimed(Silence silence, object message)
    {
        if ((message is TimerMessage timer ? timer.Message : message) is INotInfluenceReceiveTimeout)
        {
            Dispatch(message);
            return;
        }

        silence.Break();
        try
        {
            Dispatch(message);
        }
        finally
        {
            if (!IsAwaiting)
                silence.Resume();
        }
    }
}
