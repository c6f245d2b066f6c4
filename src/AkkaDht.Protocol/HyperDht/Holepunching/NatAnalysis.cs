namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>
/// What the NAT in front of one socket does, judged by what others say that the socket's address is (03-hyperdht.md §10). It is
/// made for one hole punch and forgotten with it; the node's own address is the business of <see cref="DhtRpc.NatSampler"/>.
/// Reference: hyperdht <c>lib/nat.js</c>.
/// </summary>
/// <param name="isFirewalled">Whether the node is behind anything at all; one that is not is open, whatever is said.</param>
public sealed class NatAnalysis(bool isFirewalled)
{
    /// <summary>So many statements are heard; what comes on top changes nothing any more.</summary>
    public const int MaxSamples = 256;

    private const int EnoughToJudge = 3;

    private readonly HashSet<PeerAddress> _reporters = [];
    private readonly AddressTally _hosts = new();
    private readonly AddressTally _addresses = new();
    private bool _isFrozen;

    /// <summary>The verdict so far.</summary>
    public FirewallKind Firewall { get; private set; } = isFirewalled ? FirewallKind.Unknown : FirewallKind.Open;

    /// <summary>Where to reach the socket from outside, likeliest first; port 0 behind a random NAT, null while nothing is known or when it is open.</summary>
    public IReadOnlyList<PeerAddress>? Addresses { get; private set; }

    /// <summary>How many statements were heard, one of each reporter.</summary>
    public int Sampled => _reporters.Count;

    /// <summary>The host that most reporters see; null before the first.</summary>
    public uint? Host => _hosts.Count > 0 ? _hosts[0].Address.Host : null;

    /// <summary><paramref name="by"/> sees the socket at <paramref name="seenAs"/>; false when that reporter has spoken before, or too many have.</summary>
    public bool Add(PeerAddress seenAs, PeerAddress by)
    {
        if (Sampled == MaxSamples || !_reporters.Add(by)) return false;

        _hosts.Add(seenAs with { Port = 0 });
        _addresses.Add(seenAs);
        if (isFirewalled && !_isFrozen && Sampled >= EnoughToJudge) Judge();
        return true;
    }

    /// <summary>The verdict stays what it is, since the other side has been told; statements are still counted.</summary>
    public void Freeze() => _isFrozen = true;

    private void Judge()
    {
        Firewall = Verdict();
        Addresses = Firewall switch
        {
            FirewallKind.Random => [_hosts[0].Address],
            FirewallKind.Consistent => Likely(),
            _ => null,
        };
    }

    private FirewallKind Verdict()
    {
        var most = _addresses[0].Hits;
        if (most >= 3) return FirewallKind.Consistent;
        if (most == 1) return FirewallKind.Random;

        // Two agree. Of four statements about one host the other two then differ; two hosts with two hits each are two ways out.
        if (_hosts.Count == 1 && Sampled > 3) return FirewallKind.Random;
        if (_hosts.Count > 1 && _addresses[1].Hits > 1) return FirewallKind.Consistent;
        return Sampled > 4 ? FirewallKind.Random : Firewall;
    }

    private List<PeerAddress> Likely()
    {
        var likely = new List<PeerAddress>();
        for (var i = 0; i < _addresses.Count; i++)
        {
            if (_addresses[i].Hits >= 2 || likely.Count < 2) likely.Add(_addresses[i].Address);
        }

        return likely;
    }
}
