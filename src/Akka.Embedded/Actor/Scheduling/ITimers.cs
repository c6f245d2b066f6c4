namespace Akka.Actor;

/// <summary>The alarm clock under schedulers, questions and receive timeouts; a part of the platform.</summary>
internal interface ITimers
{
    /// <summary>The time on the clock that the timers go by; its zero is arbitrary.</summary>
    TimeSpan Now { get; }

    /// <summary>Fires the node once, no earlier than after the delay.</summary>
    void Arm(TimerNode node, TimeSpan delay);

    /// <summary>Fires a node again, an interval after it was due; intervals missed meanwhile are skipped.</summary>
    void ArmNext(TimerNode node, TimeSpan interval);

    /// <summary>Takes a node out; false when it was not armed.</summary>
    bool Disarm(TimerNode node);

    /// <summary>Takes out all nodes of a scheduler that has ended.</summary>
    IReadOnlyList<TimerNode> DisarmAll(IScheduler owner);
}
