using Akka.Event;

namespace Akka.Actor;

public abstract partial class FSM<TState, TData>
{
    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case StateTimer:
                Handle(StateTimeout.Instance, "state timeout");
                return true;
            case NamedTimer timer:
                _timers.Cancel(StateTimer.Instance);
                Handle(timer.Message, timer);
                return true;
            case SubscribeTransitionCallBack subscribe:
                Context.Watch(subscribe.ActorRef);
                _observers.Add(subscribe.ActorRef);
                subscribe.ActorRef.Tell(new CurrentState<TState>(Self, Current.StateName), Self);
                return true;
            case UnsubscribeTransitionCallBack unsubscribe:
                Context.Unwatch(unsubscribe.ActorRef);
                _observers.Remove(unsubscribe.ActorRef);
                return true;
            default:
                _timers.Cancel(StateTimer.Instance);
                Handle(message, Sender);
                return true;
        }
    }

    /// <summary>Goes to a state as if an event had said so; for test kits.</summary>
    internal void ApplyState(State<TState, TData> upcoming)
    {
        if (upcoming.StopReason is null)
        {
            Enter(upcoming);
            return;
        }

        Reply(upcoming);
        Terminate(upcoming);
        Context.Stop(Self);
    }

    private void Handle(object message, object source)
    {
        var fsmEvent = new Event<TData>(message, Current.StateData);
        if (DebugEvent)
            _log.Debug("processing {0} from {1} in state {2}", fsmEvent, source is NamedTimer timer ? $"timer '{timer.Name}'" : source, Current.StateName);
        var before = Current;
        var upcoming = _states[new(before.StateName)](fsmEvent) ?? _unhandled(fsmEvent)!;
        ApplyState(upcoming);
        if (DebugEvent && !ReferenceEquals(before, upcoming))
            _log.Debug("transition {0} -> {1}", before, upcoming);
    }

    private void Enter(State<TState, TData> upcoming)
    {
        if (!_states.ContainsKey(new(upcoming.StateName)))
        {
            Terminate(Stay().WithStopReason(new Failure($"Next state {upcoming.StateName} does not exist")));
            return;
        }

        Reply(upcoming);
        var from = Current.StateName;
        if (upcoming.Notifies || !EqualityComparer<TState>.Default.Equals(from, upcoming.StateName))
        {
            _next = upcoming;
            foreach (var handler in _transitionHandlers)
                handler(from, upcoming.StateName);
            _observers.Gossip(new Transition<TState>(Self, from, upcoming.StateName), Self);
            _next = null;
        }

        _current = upcoming;
        if ((upcoming.Timeout ?? _timeouts[new(upcoming.StateName)]) is { } timeout && timeout < TimeSpan.MaxValue)
            _timers.StartSingleTimer(StateTimer.Instance, StateTimer.Instance, timeout, Self);
    }

    private void Reply(State<TState, TData> state)
    {
        for (var i = state.Replies.Count - 1; i >= 0; i--)
            Sender.Tell(state.Replies[i], Self);
    }

    private void Terminate(State<TState, TData> last)
    {
        if (Current.StopReason is not null)
            return;
        LogTermination(last.StopReason!);
        _timers.CancelAll();
        _current = last;
        _onTermination?.Invoke(new StopEvent<TState, TData>(last.StopReason!, last.StateName, last.StateData));
    }

    private State<TState, TData> LogUnhandled(Event<TData> fsmEvent)
    {
        _log.Warning("unhandled event {0} in state {1}", fsmEvent.FsmEvent, Current.StateName);
        return Stay();
    }
}
