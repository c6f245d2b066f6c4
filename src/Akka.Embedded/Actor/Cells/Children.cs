using System.Text;

namespace Akka.Actor;

/// <summary>What happens when the last of the stopping children is gone.</summary>
internal enum StopReason
{
    None,
    UserRequest,
    Recreation,
    Creation,
    Termination,
}

/// <summary>
/// The children of one actor by name. A name is taken from the moment a child is made until its parent has processed its
/// death. Lookups come from any thread, so the table has a lock of its own; it is far from the path of a message.
/// </summary>
internal sealed class Children
{
    private const string NameAlphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    private readonly Dictionary<string, LocalRef> _byName = [];
    private HashSet<LocalRef>? _stopping;
    private Exception? _cause;
    private long _named;
    private bool _refusing;

    public StopReason Reason { get; private set; }

    /// <summary>Whether the actor itself has to wait until the stopping children are gone.</summary>
    public bool IsAwaitingChildren => Reason is StopReason.Recreation or StopReason.Creation or StopReason.Termination;

    /// <summary>The next name for a child without one: $a, $b, …</summary>
    public string NextName() => NameOf(Interlocked.Increment(ref _named) - 1);

    /// <summary>The name with a number.</summary>
    public static string NameOf(long number)
    {
        var name = new StringBuilder("$", 4);
        do
        {
            name.Append(NameAlphabet[(int)(number & 63)]);
            number >>= 6;
        }
        while (number != 0);
        return name.ToString();
    }

    public void Add(string name, LocalRef child, LocalRef parent)
    {
        lock (_byName)
        {
            if (_refusing)
                throw new InvalidOperationException($"Cannot create child [{name}] of [{parent}]: it is terminating");
            if (!_byName.TryAdd(name, child))
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
        }
    }

    public LocalRef? Find(string name)
    {
        lock (_byName)
            return _byName.GetValueOrDefault(name);
    }

    public bool Contains(LocalRef child) => ReferenceEquals(Find(child.Path.Name), child);

    public LocalRef[] Snapshot()
    {
        lock (_byName)
            return _byName.Count == 0 ? [] : [.. _byName.Values];
    }

    /// <summary>From now on no child is made.</summary>
    public void Refuse()
    {
        lock (_byName)
            _refusing = true;
    }

    public void ShallStop(LocalRef child)
    {
        if (!Contains(child))
            return;
        (_stopping ??= []).Add(child);
        if (Reason == StopReason.None)
            Reason = StopReason.UserRequest;
    }

    /// <summary>Says what to do once the last stopping child is gone; false when none is stopping.</summary>
    public bool SetReason(StopReason reason, Exception? cause)
    {
        if (reason == StopReason.Termination)
            Refuse();
        if (_stopping is not { Count: > 0 })
            return false;
        Reason = reason;
        _cause = cause;
        return true;
    }

    /// <summary>Forgets a dead child; answers what there is to do now, if it was the last one awaited.</summary>
    public (StopReason Reason, Exception? Cause) Remove(LocalRef child)
    {
        lock (_byName)
            _byName.Remove(child.Path.Name);
        if (_stopping is null || !_stopping.Remove(child) || _stopping.Count > 0)
            return default;

        var done = (Reason, _cause);
        _stopping = null;
        _cause = null;
        if (Reason != StopReason.Termination)
            Reason = StopReason.None;
        return done;
    }
}
