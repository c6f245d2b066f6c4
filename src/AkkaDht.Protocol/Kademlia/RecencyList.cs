using System.Runtime.InteropServices;

namespace AkkaDht.Protocol.Kademlia;

/// <summary>
/// All nodes of the table in the order in which they were last heard, across its rows: who is checked next, and who is asked
/// first about our firewall. One short array that is searched from end to end: a table has some hundred entries, each is heard
/// once in a tick of 5 s, and a process may hold thousands of tables. Reference: the time-ordered set <c>dht.nodes</c>
/// (02-dht-rpc.md B5).
/// </summary>
public sealed class RecencyList
{
    private readonly List<Entry> _oldestFirst = [];

    /// <summary>How many nodes there are.</summary>
    public int Count => _oldestFirst.Count;

    private Span<Entry> Entries => CollectionsMarshal.AsSpan(_oldestFirst);

    /// <summary>Whether the node is listed.</summary>
    public bool Contains(PeerAddress address) => IndexOf(address) >= 0;

    /// <summary>How many nodes share the /24 network of <paramref name="address"/>.</summary>
    public int CountInSubnet(PeerAddress address)
    {
        var count = 0;
        foreach (ref readonly var entry in Entries)
        {
            if (entry.Address.Subnet24 == address.Subnet24) count++;
        }

        return count;
    }

    /// <summary>A node was heard, or added: it becomes the latest.</summary>
    public void HandleHeard(long tick, PeerAddress address)
    {
        HandleRemoved(address);
        _oldestFirst.Add(new Entry(address, (int)tick));
    }

    /// <summary>A node left the table; false when it was not listed.</summary>
    public bool HandleRemoved(PeerAddress address)
    {
        var index = IndexOf(address);
        if (index < 0) return false;

        _oldestFirst.RemoveAt(index);
        return true;
    }

    /// <summary>A node is checked for another reason.</summary>
    public void HandlePinged(long tick, PeerAddress address)
    {
        var index = IndexOf(address);
        if (index >= 0) Entries[index].Pinged = (int)tick;
    }

    /// <summary>The nodes heard last, latest first, at most <paramref name="count"/>.</summary>
    public IReadOnlyList<PeerAddress> Latest(int count)
    {
        var latest = new PeerAddress[Math.Clamp(count, 0, Count)];
        for (var i = 0; i < latest.Length; i++) latest[i] = _oldestFirst[^(i + 1)].Address;
        return latest;
    }

    /// <summary>
    /// Picks the nodes to check in this round, oldest first: <paramref name="count"/> of them, or two when even the oldest had
    /// contact within <paramref name="recentTicks"/>. A node that had contact in this tick ends the round.
    /// </summary>
    public IReadOnlyList<PeerAddress> TakeOldest(long tick, int count, long recentTicks)
    {
        var taken = new List<PeerAddress>();
        foreach (ref var entry in Entries)
        {
            if (taken.Count == 0 && tick - entry.Pinged < recentTicks) count = 2;
            if (taken.Count == count || entry.Pinged == tick) break;

            entry.Pinged = (int)tick;
            taken.Add(entry.Address);
        }

        return taken;
    }

    private int IndexOf(PeerAddress address)
    {
        var entries = Entries;
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            if (entries[i].Address == address) return i;
        }

        return -1;
    }

    private record struct Entry(PeerAddress Address, int Pinged);
}
