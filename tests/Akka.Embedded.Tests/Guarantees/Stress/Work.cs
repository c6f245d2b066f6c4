using Akka.Actor;

namespace Akka.Embedded.Tests.Guarantees.Stress;

/// <summary>What a message makes its receiver do.</summary>
internal enum Deed
{
    /// <summary>Nothing more than to count it.</summary>
    Handle,

    /// <summary>Tell another actor.</summary>
    Pass,

    /// <summary>Tell the sender its number.</summary>
    Answer,

    /// <summary>Stash what comes next, until a timer says that it is enough.</summary>
    Close,

    /// <summary>Watch another actor.</summary>
    Watch,

    /// <summary>Watch no more.</summary>
    Unwatch,

    /// <summary>Throw, and be resumed.</summary>
    CrashAndResume,

    /// <summary>Throw, and be restarted.</summary>
    CrashAndRestart,

    /// <summary>Throw, and be stopped.</summary>
    CrashAndStop,

    /// <summary>Throw, and have the supervisor fail.</summary>
    CrashAndEscalate,

    /// <summary>No work at all: the receiver is told <see cref="PoisonPill"/> instead.</summary>
    Poison,

    /// <summary>No work at all: the receiver is told <see cref="Actor.Kill"/> instead.</summary>
    Kill,
}

/// <summary>A message that is accounted for: its sender numbers what it tells to each receiver.</summary>
internal sealed record Work(int Sender, int Receiver, int Number, Deed Deed);

/// <summary>A failure that says what is to be done about it.</summary>
internal sealed class CrashException(Directive directive) : Exception("Expected.")
{
    public Directive Directive => directive;
}

/// <summary>Counts messages, and sums them up in a way that tells one from another.</summary>
internal struct Tally
{
    public long Count;
    public long Sum;

    public void Add(Work work)
    {
        Count++;
        Sum += HashCode.Combine(work.Sender, work.Receiver, work.Number);
    }

    public static Tally operator +(Tally left, Tally right) => new() { Count = left.Count + right.Count, Sum = left.Sum + right.Sum };

    public override readonly string ToString() => $"{Count} messages of sum {Sum}";
}
