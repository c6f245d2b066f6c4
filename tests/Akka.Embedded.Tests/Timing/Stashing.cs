using Akka.Actor;

namespace Akka.Embedded.Tests.Timing;

/// <summary>Stashes what it does not know until it is opened, and does with its stash what it is told.</summary>
internal sealed class Stashing : UntypedActor, IWithStash
{
    private bool _open;

    public IStash Stash { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case "open":
                _open = true;
                Stash.UnstashAll();
                break;
            case "one":
                _open = true;
                Stash.Unstash();
                break;
            case "only 2":
                _open = true;
                Stash.UnstashAll(envelope => envelope.Message is "stash 2");
                break;
            case "clear and prepend":
                var kept = Stash.ClearStash().ToList();
                Sender.Tell($"{kept.Count} then {Stash.Count}");
                Stash.Prepend(kept);
                break;
            case "clear and prepend twice":
                var twice = Stash.ClearStash().ToList();
                Stash.Prepend(twice.Concat(twice));
                break;
            case "again and again":
                Stash.UnstashAll();
                break;
            case "measure":
                Sender.Tell((Stash.Count, Stash.IsEmpty, Stash.NonEmpty));
                break;
            case "full?":
                Sender.Tell((Stash.IsFull, Stash.Count, Stash.Capacity));
                break;
            case "count":
                Sender.Tell(Stash.Count);
                break;
            case "twice":
                Stash.Stash();
                Attempt();
                break;
            case "overflow":
                Attempt();
                break;
            case Exception failure:
                throw failure;
            default:
                if (_open)
                    Sender.Tell(message);
                else
                    Stash.Stash();
                break;
        }
    }

    private void Attempt()
    {
        try
        {
            Stash.Stash();
        }
        catch (AkkaException failure)
        {
            Sender.Tell(failure);
        }
    }
}
