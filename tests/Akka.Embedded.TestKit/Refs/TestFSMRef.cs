using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A reference to an FSM that runs on the calling thread and whose state and timers can be looked at and set.</summary>
public class TestFSMRef<TActor, TState, TData> : TestActorRefBase<TActor>
    where TActor : FSM<TState, TData>
{
    /// <summary>Creates the FSM under a supervisor, by default <c>/user</c>.</summary>
    public TestFSMRef(ActorSystem system, Props props, IActorRef? supervisor = null, string? name = null, bool activateLogging = false)
        : base(system, props, supervisor, name)
    {
    }

    /// <summary>The state.</summary>
    public TState StateName => UnderlyingActor.StateName;

    /// <summary>The data.</summary>
    public TData StateData => UnderlyingActor.StateData;

    /// <summary>Goes to a state, keeping the data.</summary>
    public void SetState(TState stateName, TimeSpan? timeout = null) => SetState(stateName, StateData, timeout);

    /// <summary>Goes to a state with the given data, as if by a transition; a reason stops the FSM.</summary>
    public void SetState(TState stateName, TData stateData, TimeSpan? timeout = null, FSMBase.Reason? stopReason = null) =>
        OnTurn(fsm => fsm.ApplyState(new FSMBase.State<TState, TData>(stateName, stateData, timeout, stopReason)));

    /// <summary>Replaces the data.</summary>
    public void SetStateData(TData stateData, TimeSpan? timeout = null) => SetState(StateName, stateData, timeout);

    /// <summary>Starts the timeout of the state anew.</summary>
    public void SetStateTimeout(TimeSpan timeout) => SetState(StateName, StateData, timeout);

    /// <summary>Starts a named timer.</summary>
    public void SetTimer(string name, object msg, TimeSpan timeout, bool repeat = false) =>
        OnTurn(fsm => fsm.SetTimer(name, msg, timeout, repeat));

    /// <summary>Cancels a named timer.</summary>
    public void CancelTimer(string name) => OnTurn(fsm => fsm.CancelTimer(name));

    /// <summary>Whether a named timer runs.</summary>
    public bool IsTimerActive(string name) => UnderlyingActor.IsTimerActive(name);

    /// <summary>Whether the timeout of the state runs.</summary>
    public bool IsStateTimerActive() => UnderlyingActor.IsStateTimerActive;

    private void OnTurn(Action<TActor> action) => Cell.UseThreadContext(() => action(UnderlyingActor));
}
