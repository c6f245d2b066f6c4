#if AKKA_EMBEDDED
using Akka.Actor;
using Akka.Embedded.Deterministic;

namespace Akka.Embedded.Tests.Deterministic.Gremlins;

/// <summary>A message that is accounted for: the n-th from one actor to another; from outside without either.</summary>
internal sealed record Note(int Number, IActorRef From, IActorRef To, int Order);

/// <summary>Keeps the books about gremlins: who lives, what was told and how it ended. Faults are kept for the end, because an exception would only fail an actor.</summary>
internal sealed class World(DeterministicRuntime runtime)
{
    private readonly List<string> _faults = [];
    private readonly List<IActorRef> _everyone = [];
    private readonly Dictionary<IActorRef, Life> _lives = [];
    private readonly Dictionary<Note, int> _ends = [];
    private readonly Dictionary<(IActorRef From, IActorRef To), int> _sent = [];
    private readonly Dictionary<(IActorRef From, IActorRef To), int> _handled = [];
    private readonly HashSet<Note> _stashed = [];

    public TimeProvider Clock => runtime.Clock;

    /// <summary>True so many times of a hundred.</summary>
    public bool Chance(int percent) => runtime.Random.Next(100) < percent;

    public int Roll(int bound) => runtime.Random.Next(bound);

    public void Require(bool holds, string what)
    {
        if (!holds)
            _faults.Add($"{runtime.Elapsed}: {what}");
    }

    /// <summary>The life of an actor, from its first constructor on.</summary>
    public Life LifeOf(IActorRef actor)
    {
        if (!_lives.TryGetValue(actor, out var life))
        {
            _everyone.Add(actor);
            _lives[actor] = life = new Life(this, actor);
        }

        return life;
    }

    /// <summary>One of the youngest, dead or alive.</summary>
    public IActorRef Someone() => _everyone[^(1 + Roll(Math.Min(_everyone.Count, 16)))];

    public Note NewNote(IActorRef from, IActorRef to)
    {
        var order = _sent[(from, to)] = _sent.GetValueOrDefault((from, to)) + 1;
        var note = new Note(_ends.Count, from, to, order);
        _ends[note] = 0;
        return note;
    }

    public void Stash(Note note) => _stashed.Add(note);

    /// <summary>Messages of one actor to another come in their order, save for those that were stashed.</summary>
    public void Handle(Note note, IActorRef by)
    {
        End(note);
        if (note.To.IsNobody() || _stashed.Contains(note))
            return;
        Require(note.To.Equals(by), $"{note} came to {by}");
        Require(note.Order > _handled.GetValueOrDefault((note.From, by)), $"{note} was overtaken");
        _handled[(note.From, by)] = note.Order;
    }

    public void End(Note note) => _ends[note]++;

    public void CheckEnds()
    {
        foreach (var (note, ends) in _ends)
            Require(ends == 1, $"{note} ended {ends} times");
        foreach (var life in _lives.Values)
            life.CheckEnd();
        Assert.True(_faults.Count == 0, string.Join(Environment.NewLine, _faults.Take(20)));
    }
}
#endif
