namespace Akka.Actor;

/// <summary>The words that state machines and their observers share.</summary>
public abstract class FSMBase : ActorBase
{
    /// <summary>A machine; derive from <see cref="FSM{TState,TData}"/>.</summary>
    protected FSMBase() { }

    /// <summary>The state a machine is in when somebody subscribes to its transitions.</summary>
    public sealed class CurrentState<TS>(IActorRef fsmRef, TS state)
    {
        /// <summary>The machine.</summary>
        public IActorRef FsmRef { get; } = fsmRef;

        /// <summary>The state.</summary>
        public TS State { get; } = state;

        /// <inheritdoc/>
        public override bool Equals(object? obj) =>
            obj is CurrentState<TS> other && FsmRef.Equals(other.FsmRef) && EqualityComparer<TS>.Default.Equals(State, other.State);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(FsmRef, State);

        /// <inheritdoc/>
        public override string ToString() => $"CurrentState <{State}>";
    }

    /// <summary>Tells an observer that a machine went from one state to another.</summary>
    public sealed class Transition<TS>(IActorRef fsmRef, TS from, TS to)
    {
        /// <summary>The machine.</summary>
        public IActorRef FsmRef { get; } = fsmRef;

        /// <summary>The state before.</summary>
        public TS From { get; } = from;

        /// <summary>The state after.</summary>
        public TS To { get; } = to;

        /// <inheritdoc/>
        public override bool Equals(object? obj) =>
            obj is Transition<TS> other && FsmRef.Equals(other.FsmRef)
            && EqualityComparer<TS>.Default.Equals(From, other.From) && EqualityComparer<TS>.Default.Equals(To, other.To);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(FsmRef, From, To);

        /// <inheritdoc/>
        public override string ToString() => $"Transition({From}, {To})";
    }

    /// <summary>Asks a machine to tell an observer of every transition.</summary>
    public sealed class SubscribeTransitionCallBack(IActorRef actorRef)
    {
        /// <summary>The observer.</summary>
        public IActorRef ActorRef { get; } = actorRef;
    }

    /// <summary>Takes the wish for transitions back.</summary>
    public sealed class UnsubscribeTransitionCallBack(IActorRef actorRef)
    {
        /// <summary>The observer.</summary>
        public IActorRef ActorRef { get; } = actorRef;
    }

    /// <summary>Why a machine ends.</summary>
    public abstract class Reason;

    /// <summary>It was done.</summary>
    public sealed class Normal : Reason
    {
        private Normal() { }

        /// <summary>The only value.</summary>
        public static Normal Instance { get; } = new();
    }

    /// <summary>It was stopped from outside.</summary>
    public sealed class Shutdown : Reason
    {
        private Shutdown() { }

        /// <summary>The only value.</summary>
        public static Shutdown Instance { get; } = new();
    }

    /// <summary>It could not go on.</summary>
    public sealed class Failure(object cause) : Reason
    {
        /// <summary>What was in the way.</summary>
        public object Cause { get; } = cause;

        /// <inheritdoc/>
        public override string ToString() => $"Failure({Cause})";
    }

    /// <summary>The event of a state that nothing happened in for too long.</summary>
    public sealed class StateTimeout
    {
        private StateTimeout() { }

        /// <summary>The only value.</summary>
        public static StateTimeout Instance { get; } = new();
    }

    /// <summary>A message with the data of the machine.</summary>
    public readonly struct Event<TD>(object fsmEvent, TD stateData) : INoSerializationVerificationNeeded
    {
        /// <summary>The message.</summary>
        public object FsmEvent { get; } = fsmEvent;

        /// <summary>The data.</summary>
        public TD StateData { get; } = stateData;

        /// <inheritdoc/>
        public override string ToString() => $"Event: <{FsmEvent}>, StateData: <{StateData}>";
    }

    /// <summary>What <c>OnTermination</c> gets.</summary>
    public sealed class StopEvent<TS, TD>(Reason reason, TS terminatedState, TD stateData) : INoSerializationVerificationNeeded
    {
        /// <summary>Why the machine ends.</summary>
        public Reason Reason { get; } = reason;

        /// <summary>The state it was in.</summary>
        public TS TerminatedState { get; } = terminatedState;

        /// <summary>The data it had.</summary>
        public TD StateData { get; } = stateData;

        /// <inheritdoc/>
        public override string ToString() => $"Reason: <{Reason}>, TerminatedState: <{TerminatedState}>, StateData: <{StateData}>";
    }

    /// <summary>A state with its data, and what is to happen on entering it. Immutable.</summary>
    public sealed class State<TS, TD> : IEquatable<State<TS, TD>>
    {
        /// <summary>A state.</summary>
        public State(TS stateName, TD stateData, TimeSpan? timeout = null, Reason? stopReason = null, IReadOnlyList<object>? replies = null, bool notifies = true)
        {
            StateName = stateName;
            StateData = stateData;
            Timeout = timeout;
            StopReason = stopReason;
            Replies = replies ?? [];
            Notifies = notifies;
        }

        /// <summary>Its name.</summary>
        public TS StateName { get; }

        /// <summary>Its data.</summary>
        public TD StateData { get; }

        /// <summary>How long to wait for a message; null for the state's own timeout.</summary>
        public TimeSpan? Timeout { get; }

        /// <summary>Why the machine ends; null when it does not.</summary>
        public Reason? StopReason { get; }

        /// <summary>What to answer the sender, the latest first.</summary>
        public IReadOnlyList<object> Replies { get; }

        internal bool Notifies { get; }

        /// <summary>With a timeout for this stay; <see cref="TimeSpan.MaxValue"/> means none.</summary>
        public State<TS, TD> ForMax(TimeSpan timeout) => new(StateName, StateData, timeout, StopReason, Replies, Notifies);

        /// <summary>With an answer to the sender.</summary>
        public State<TS, TD> Replying(object replyValue) => new(StateName, StateData, Timeout, StopReason, [replyValue, .. Replies], Notifies);

        /// <summary>With other data.</summary>
        public State<TS, TD> Using(TD nextStateData) => new(StateName, nextStateData, Timeout, StopReason, Replies, Notifies);

        /// <inheritdoc/>
        public bool Equals(State<TS, TD>? other) =>
            other is not null
            && EqualityComparer<TS>.Default.Equals(StateName, other.StateName) && EqualityComparer<TD>.Default.Equals(StateData, other.StateData)
            && Timeout == other.Timeout && Equals(StopReason, other.StopReason) && Replies.SequenceEqual(other.Replies);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => Equals(obj as State<TS, TD>);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(StateName, StateData, Timeout, StopReason);

        /// <inheritdoc/>
        public override string ToString() => $"{StateName}, {StateData}";

        internal State<TS, TD> WithStopReason(Reason reason) => new(StateName, StateData, Timeout, reason, Replies, Notifies);

        internal State<TS, TD> WithNotification(bool notifies) => new(StateName, StateData, Timeout, StopReason, Replies, notifies);
    }
}
