namespace Akka.Actor.Internal;

/// <summary>What test kits may do with a state machine.</summary>
public interface IInternalSupportsTestFSMRef<TState, TData>
{
    /// <summary>Whether the timeout of the current state is pending.</summary>
    bool IsStateTimerActive { get; }

    /// <summary>Goes to a state as if an event had said so.</summary>
    void ApplyState(FSMBase.State<TState, TData> upcomingState);
}
