using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Compares what an FSM tells its subscribers, for expecting it.</summary>
public static class FSMSpecHelpers
{
    /// <summary>Whether both are the same current state of the same FSM.</summary>
    public static Func<object, object, bool> CurrentStateExpector<TS>() => (expected, actual) =>
        expected is FSMBase.CurrentState<TS> left
        && actual is FSMBase.CurrentState<TS> right
        && left.FsmRef.Equals(right.FsmRef)
        && Equals(left.State, right.State);

    /// <summary>Whether both are the same transition of the same FSM.</summary>
    public static Func<object, object, bool> TransitionStateExpector<TS>() => (expected, actual) =>
        expected is FSMBase.Transition<TS> left
        && actual is FSMBase.Transition<TS> right
        && left.FsmRef.Equals(right.FsmRef)
        && Equals(left.From, right.From)
        && Equals(left.To, right.To);
}
