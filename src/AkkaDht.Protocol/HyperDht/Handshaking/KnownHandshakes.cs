using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Handshaking;

/// <summary>
/// The handshakes that a server knows by their first message: each has a session, or is remembered for a while as one that is
/// met with silence, so that copies through other relays neither cost anything nor show a difference (03-hyperdht.md §9.2).
/// </summary>
/// <param name="memory">How long a refused one is remembered.</param>
/// <param name="maxRefused">How many refused ones are remembered; at the bound the oldest one is forgotten.</param>
public sealed class KnownHandshakes(TimeSpan memory, int maxRefused)
{
    private readonly Dictionary<NodeId, int> _sessions = [];
    private readonly Queue<(NodeId Name, Instant Until)> _refused = [];
    private readonly HashSet<NodeId> _refusedNames = [];
    private readonly PriorityQueue<int, int> _free = new();
    private int _highest;

    /// <summary>Handshakes that have a session.</summary>
    public int Sessions => _sessions.Count;

    /// <summary>Handshakes that are remembered as refused.</summary>
    public int Refused => _refused.Count;

    /// <summary>The number of the session of the handshake <paramref name="name"/>, if it has one.</summary>
    public bool TryGetSession(NodeId name, out int session) => _sessions.TryGetValue(name, out session);

    /// <summary>Whether the handshake <paramref name="name"/> was refused a short while ago.</summary>
    public bool IsRefused(Instant now, NodeId name)
    {
        Forget(now);
        return _refusedNames.Contains(name);
    }

    /// <summary>A handshake that is not known gets a session: its number is the lowest that is free.</summary>
    public int Begin(NodeId name)
    {
        var session = _free.TryDequeue(out var free, out _) ? free : _highest++;
        Invariant.That(_sessions.TryAdd(name, session), "a handshake has one session");
        return session;
    }

    /// <summary>A session is over, and its number free.</summary>
    public void End(NodeId name)
    {
        if (!_sessions.Remove(name, out var session)) return;

        _free.Enqueue(session, session);
        if (_sessions.Count > 0) return;

        _free.Clear();
        _highest = 0;
    }

    /// <summary>A session is over without an answer, and the handshake gets none from now on.</summary>
    public void Refuse(Instant now, NodeId name)
    {
        End(name);
        Forget(now);
        if (maxRefused < 1 || !_refusedNames.Add(name)) return;

        _refused.Enqueue((name, now + memory));
        if (_refused.Count > maxRefused) ForgetOldest();
    }

    private void Forget(Instant now)
    {
        while (_refused.TryPeek(out var oldest) && oldest.Until <= now) ForgetOldest();
    }

    private void ForgetOldest() => _refusedNames.Remove(_refused.Dequeue().Name);
}
