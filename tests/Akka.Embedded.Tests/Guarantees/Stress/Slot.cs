using Akka.Actor;

namespace Akka.Embedded.Tests.Guarantees.Stress;

/// <summary>
/// The place of one worker and its account of messages. Whoever has the place writes there on its own turn and nobody else
/// does, through restarts and successors: what is missing here in the end was not visible to the next turn either.
/// </summary>
internal sealed class Slot(int index, int senders)
{
    private readonly int[] _lastFrom = new int[senders];

    public Tally Handled;
    public Tally Crashed;

    /// <summary>Given up in an await, because the actor was stopped.</summary>
    public Tally Interrupted;

    public int Index => index;

    /// <summary>The actor that has the place now.</summary>
    public volatile IActorRef? Worker;

    /// <summary>What the worker tells others.</summary>
    public Teller Teller { get; } = new(index, senders);

    /// <summary>The message whose handler has not ended.</summary>
    public Work? InFlight { get; set; }

    /// <summary>Whom the worker watches.</summary>
    public HashSet<IActorRef> Watched { get; } = [];

    /// <summary>Whether a message comes after all that its sender told before it.</summary>
    public bool IsInOrder(Work work)
    {
        ref var last = ref _lastFrom[work.Sender];
        var inOrder = work.Number > last;
        last = work.Number;
        return inOrder;
    }
}

/// <summary>Numbers what one sender tells.</summary>
internal sealed class Teller(int index, int receivers)
{
    private readonly int[] _numbers = new int[receivers];

    public Tally Told;

    public Random Random { get; } = new(index);

    public Work Next(int receiver, Deed deed)
    {
        var work = new Work(index, receiver, ++_numbers[receiver], deed);
        Told.Add(work);
        return work;
    }
}
