using Akka.Actor.Internal;
using Akka.Event;
using Akka.Routing;

namespace Akka.Actor;

/// <summary>Marks a state machine that logs its events while <c>akka.actor.debug.fsm</c> is on.</summary>
public interface ILoggingFSM;

/// <summary>
/// A state machine: each message is an event, given to the function of the current state. For each event come, in this
/// order, the replies, the transition handlers and observers, the new state, and its timeout.
/// </summary>
public abstract partial class FSM<TState, TData> : FSMBase, IInternalSupportsTestFSMRef<TState, TData>
{
    private readonly Dictionary<StateKey, StateFunction> _states = [];
    private readonly Dictionary<StateKey, TimeSpan?> _timeouts = [];
    private readonly List<TransitionHandler> _transitionHandlers = [];
    private readonly ListenerSupport _observers = new();
    private readonly TimerScheduler _timers = new(RequireContext());
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private StateFunction _unhandled;
    private Action<StopEvent<TState, TData>>? _onTermination;
    private State<TState, TData>? _current;
    private State<TState, TData>? _next;

    /// <summary>Whether every event is logged.</summary>
    protected bool DebugEvent;

    /// <summary>A machine without states; the constructor of the actual one defines them.</summary>
    protected FSM()
    {
        DebugEvent = this is ILoggingFSM && Context.System.Settings.FsmDebugEvent;
        _unhandled = LogUnhandled;
    }

    /// <summary>Handles an event; null leaves it to the next function.</summary>
    public delegate State<TState, TData>? StateFunction(Event<TData> fsmEvent);

    /// <summary>Observes a transition, from inside the machine.</summary>
    public delegate void TransitionHandler(TState initialState, TState nextState);

    /// <summary>The name of the current state.</summary>
    public TState StateName => Current.StateName;

    /// <summary>The data of the current state.</summary>
    public TData StateData => Current.StateData;

    /// <summary>The data of the state being entered; valid in a transition handler.</summary>
    public TData NextStateData => _next is { } next ? next.StateData : throw new InvalidOperationException("NextStateData is only available during OnTransition");

    internal bool IsStateTimerActive => _timers.IsTimerActive(StateTimer.Instance);

    bool IInternalSupportsTestFSMRef<TState, TData>.IsStateTimerActive => IsStateTimerActive;

    private State<TState, TData> Current => _current ?? throw new IllegalActorStateException("You must call StartWith before calling Initialize.");

    /// <summary>Defines a state; several definitions of one state chain, and the first timeout among them holds.</summary>
    public void When(TState stateName, StateFunction func, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(func);
        if (_states.TryGetValue(new(stateName), out var first))
        {
            _states[new(stateName)] = fsmEvent => first(fsmEvent) ?? func(fsmEvent);
            _timeouts[new(stateName)] ??= timeout;
        }
        else
        {
            _states[new(stateName)] = func;
            _timeouts[new(stateName)] = timeout;
        }
    }

    /// <summary>Sets the first state.</summary>
    public void StartWith(TState stateName, TData stateData, TimeSpan? timeout = null) => _current = new(stateName, stateData, timeout);

    /// <summary>Handles events that no state does.</summary>
    public void WhenUnhandled(StateFunction stateFunction) => _unhandled = fsmEvent => stateFunction(fsmEvent) ?? LogUnhandled(fsmEvent);

    /// <summary>Adds a transition handler.</summary>
    public void OnTransition(TransitionHandler transitionHandler) => _transitionHandlers.Add(transitionHandler);

    /// <summary>Sets what runs when the machine ends.</summary>
    public void OnTermination(Action<StopEvent<TState, TData>> terminationHandler) => _onTermination = terminationHandler;

    /// <summary>Enters the first state; raises the transition from it to itself.</summary>
    public void Initialize() => Enter(Current);

    /// <summary>Goes to a state, with the data unchanged unless said otherwise.</summary>
    public State<TState, TData> GoTo(TState nextStateName) => new(nextStateName, Current.StateData);

    /// <summary>Stays, without a transition.</summary>
    public State<TState, TData> Stay() => GoTo(Current.StateName).WithNotification(false);

    /// <summary>Ends the machine, because it is done.</summary>
    public State<TState, TData> Stop() => Stop(Normal.Instance);

    /// <summary>Ends the machine for a reason.</summary>
    public State<TState, TData> Stop(Reason reason) => Stop(reason, Current.StateData);

    /// <summary>Ends the machine for a reason, with last data.</summary>
    public State<TState, TData> Stop(Reason reason, TData stateData) => Stay().Using(stateData).WithStopReason(reason);

    /// <summary>
    /// Starts a named timer whose message comes as an event, sent by the machine itself; it replaces one of the same name.
    /// </summary>
    public void SetTimer(string name, object msg, TimeSpan timeout, bool repeat = false)
    {
        if (DebugEvent)
            _log.Debug("setting {0} timer {1}/{2}: {3}", repeat ? "repeating" : "", name, timeout, msg);
        var delivery = msg is IAutoReceivedMessage ? msg : new NamedTimer(name, msg);
        if (repeat)
            _timers.StartPeriodicTimer(name, delivery, timeout, Self);
        else
            _timers.StartSingleTimer(name, delivery, timeout, Self);
    }

    /// <summary>Ends a named timer.</summary>
    public void CancelTimer(string name)
    {
        if (DebugEvent)
            _log.Debug("Cancelling timer {0}", name);
        _timers.Cancel(name);
    }

    /// <summary>Whether a named timer will still fire.</summary>
    public bool IsTimerActive(string name) => _timers.IsTimerActive(name);

    /// <summary>Sets the timeout of a state.</summary>
    public void SetStateTimeout(TState state, TimeSpan? timeout) => _timeouts[new(state)] = timeout;

    /// <summary>Starts a state function whose outcome is changed by another.</summary>
    public TransformHelper Transform(StateFunction func) => new(func);

    void IInternalSupportsTestFSMRef<TState, TData>.ApplyState(State<TState, TData> upcomingState) => ApplyState(upcomingState);

    /// <inheritdoc/>
    public override void AroundPreRestart(Exception cause, object message)
    {
        base.AroundPreRestart(cause, message);
        _timers.CancelAll();
    }

    /// <inheritdoc/>
    public override void AroundPostStop()
    {
        base.AroundPostStop();
        _timers.CancelAll();
    }

    /// <summary>Ends the machine; an override must call this.</summary>
    protected override void PostStop()
    {
        if (_current is not null)
            Terminate(Stay().WithStopReason(Shutdown.Instance));
        base.PostStop();
    }

    /// <summary>Writes the end of the machine into the log.</summary>
    protected virtual void LogTermination(Reason reason)
    {
        if (reason is Failure { Cause: Exception cause })
            _log.Error(cause, "terminating due to Failure");
        else if (reason is Failure failure)
            _log.Error(failure.Cause.ToString()!);
    }

    /// <summary>Changes the outcome of a state function.</summary>
    public sealed class TransformHelper
    {
        /// <summary>A state function whose outcome is to be changed.</summary>
        public TransformHelper(StateFunction func) => Func = func;

        /// <summary>The state function.</summary>
        public StateFunction Func { get; }

        /// <summary>The state function with its outcome changed, whatever it is: null is handed on too.</summary>
        public StateFunction Using(Func<State<TState, TData>, State<TState, TData>> andThen) => fsmEvent => andThen(Func(fsmEvent)!);
    }

    /// <summary>The name of a state as a key: names may be of any type.</summary>
    private readonly record struct StateKey(TState Name);

    /// <summary>What a named timer tells the machine.</summary>
    private sealed record NamedTimer(string Name, object Message);

    /// <summary>The key of the timer of the current state, and what it tells the machine.</summary>
    private sealed class StateTimer
    {
        public static readonly StateTimer Instance = new();
    }
}
