using AkkaDht.Protocol;

namespace AkkaDht.Simulation.Nats;

/// <summary>
/// A NAT with one address outside and a network of its own inside (<see cref="SimNetwork.PutBehind(uint, SimNat)"/>): gives a
/// port to what leaves, and lets in what its rules allow at the moment of arrival. It may itself stand behind another one.
/// </summary>
/// <param name="host">Its address outside, in reading order.</param>
/// <param name="rules">What it does.</param>
/// <param name="random">Where its ports come from.</param>
public sealed class SimNat(uint host, SimNatRules rules, IRandomSource random)
{
    private const int LowestPort = 1024;
    private const int PortCount = 65_536 - LowestPort;

    private readonly Dictionary<(PeerAddress Inside, PeerAddress Towards), Mapping> _byInside = [];
    private readonly Dictionary<ushort, Mapping> _byPort = [];
    private long _opened;
    private long _left;
    private long _entered;
    private long _filtered;

    /// <summary>Its address outside, in reading order.</summary>
    public uint Host => host;

    /// <summary>What it does from now on.</summary>
    public SimNatRules Rules { get; set; } = rules;

    /// <summary>What it has done.</summary>
    public SimNatStats Stats => new(_byPort.Count, _opened, _left, _entered, _filtered);

    /// <summary>Starts anew, as a router does that was unplugged: nobody's port is what it was.</summary>
    public void Forget()
    {
        _byInside.Clear();
        _byPort.Clear();
    }

    /// <summary>A datagram leaves from <paramref name="inside"/>; returns the address that <paramref name="to"/> sees.</summary>
    internal PeerAddress Leave(Instant now, PeerAddress inside, PeerAddress to)
    {
        _left++;
        var key = (inside, Rules.MapsByDestination ? to : PeerAddress.None);
        if (!_byInside.TryGetValue(key, out var mapping) || mapping.ExpiresAt <= now) mapping = Open(now, key);

        mapping.ExpiresAt = now + Rules.Lifetime;
        mapping.Allowed[to] = mapping.ExpiresAt;
        return new PeerAddress(host, mapping.Port);
    }

    /// <summary>A datagram arrives from outside; says whether it is let in, and to whom.</summary>
    internal bool TryEnter(Instant now, PeerAddress from, ushort port, out PeerAddress inside)
    {
        var isKnown = _byPort.TryGetValue(port, out var mapping) && mapping.ExpiresAt > now;
        inside = isKnown ? mapping!.Inside : PeerAddress.None;
        if (!isKnown || !Admits(now, mapping!, from) || (from.Host == host && !Rules.Hairpins))
        {
            _filtered++;
            return false;
        }

        _entered++;
        return true;
    }

    private bool Admits(Instant now, Mapping mapping, PeerAddress from) => Rules.Filtering switch
    {
        SimFiltering.None => true,
        SimFiltering.Address => mapping.Allowed.Any(allowed => allowed.Key.Host == from.Host && allowed.Value > now),
        _ => mapping.Allowed.TryGetValue(from, out var until) && until > now,
    };

    private Mapping Open(Instant now, (PeerAddress Inside, PeerAddress Towards) key)
    {
        if (_byInside.Remove(key, out var expired)) _byPort.Remove(expired.Port);

        ushort port;
        do port = (ushort)(LowestPort + random.Next(PortCount));
        while (_byPort.TryGetValue(port, out var other) && other.ExpiresAt > now);

        if (_byPort.TryGetValue(port, out var forgotten)) _byInside.Remove(forgotten.Key);
        var mapping = new Mapping(key, port);
        _byInside[key] = _byPort[port] = mapping;
        _opened++;
        return mapping;
    }

    private sealed class Mapping((PeerAddress Inside, PeerAddress Towards) key, ushort port)
    {
        public (PeerAddress Inside, PeerAddress Towards) Key => key;

        public PeerAddress Inside => key.Inside;

        public ushort Port => port;

        public Instant ExpiresAt { get; set; }

        public Dictionary<PeerAddress, Instant> Allowed { get; } = [];
    }
}
