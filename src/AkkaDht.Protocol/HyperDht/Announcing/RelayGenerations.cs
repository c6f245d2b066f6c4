using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Announcing;

/// <summary>
/// The nodes that a server is announced to in this round and was in the two before it: clients may still come through those.
/// A round has as many as <see cref="AnnouncerSettings.Relays"/> says. Reference: <c>lib/announcer.js</c>, _serverRelays.
/// </summary>
internal sealed class RelayGenerations
{
    private readonly List<AnnouncedRelay>[] _generations = [[], [], []];

    /// <summary>Those of this round, in the order of their answers.</summary>
    public IReadOnlyList<AnnouncedRelay> Current => _generations[0];

    /// <summary>A round begins: its relays take the place of those of three rounds ago.</summary>
    public void Begin()
    {
        var oldest = _generations[2];
        oldest.Clear();
        (_generations[2], _generations[1], _generations[0]) = (_generations[1], _generations[0], oldest);
    }

    public void Add(AnnouncedRelay relay) => _generations[0].Add(relay);

    /// <summary>Nothing is announced any more; who was a relay stays known for two rounds.</summary>
    public void Leave() => Begin();

    /// <summary>Those of all three rounds, each once.</summary>
    public PeerAddress[] All() => [.. _generations.SelectMany(relays => relays).Select(relay => relay.Node.Address).Distinct()];

    /// <summary>Those of the round before that are none any more.</summary>
    public IEnumerable<AnnouncedRelay> Dropped() =>
        _generations[1].Where(relay => !Current.Any(kept => kept.Node.Address == relay.Node.Address));
}

/// <summary>A node that stores a server's announcement and forwards what clients send.</summary>
/// <param name="Node">The node.</param>
/// <param name="SeenAs">Our address as it sees it, which it forwards to.</param>
internal readonly record struct AnnouncedRelay(Node Node, PeerAddress SeenAs)
{
    /// <summary>What clients are told.</summary>
    public RelayInfo Info => new(Node.Address, SeenAs);
}
