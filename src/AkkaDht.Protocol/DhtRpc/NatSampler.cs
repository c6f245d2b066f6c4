namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// What address we have in the eyes of others, by majority of their last sixteen statements (02-dht-rpc.md B10).
/// Each statement counts twice: as host and port, and as host alone, so that a NAT that gives every destination another
/// port still shows its host. Reference: npm <c>nat-sampler</c>.
/// </summary>
public sealed class NatSampler
{
    private const int MaxPairs = 16;

    // How far back a statement still counts as the same one repeated.
    private const int LookBack = 4;

    // Made with the first statement; equal statements share one object, so a stable network holds two in all.
    private Pair[] _pairs = [];
    private int _next;
    private Candidate? _bestAddress;
    private Candidate? _bestHost;

    /// <summary>Our public host as most see it; null while they disagree.</summary>
    public uint? Host { get; private set; }

    /// <summary>Our public port as most see it; 0 while they disagree.</summary>
    public ushort Port { get; private set; }

    /// <summary>How many statements are remembered, at most sixteen.</summary>
    public int Size { get; private set; }

    /// <summary>Takes what somebody says our address is; returns how often that was said lately.</summary>
    public int Add(PeerAddress address)
    {
        if (_pairs.Length == 0) _pairs = new Pair[MaxPairs];

        var pair = new Pair(Hit(address, wantsPort: true), Hit(address with { Port = 0 }, wantsPort: false));
        Remember(pair);

        if (_bestAddress is null || _bestAddress.Hits < pair.Address.Hits) _bestAddress = pair.Address;
        if (_bestHost is null || _bestHost.Hits < pair.Host.Hits) _bestHost = pair.Host;
        Decide(_bestAddress, _bestHost);
        return pair.Address.Hits;
    }

    private Candidate Hit(PeerAddress address, bool wantsPort)
    {
        for (var back = 1; back <= Math.Min(LookBack, Size); back++)
        {
            var pair = _pairs[(_next - back + MaxPairs) % MaxPairs];
            var candidate = wantsPort ? pair.Address : pair.Host;
            if (candidate.Value != address) continue;

            candidate.Hits++;
            return candidate;
        }

        return new Candidate(address);
    }

    private void Remember(Pair pair)
    {
        if (Size < MaxPairs)
        {
            Size++;
        }
        else
        {
            _pairs[_next].Address.Hits--;
            _pairs[_next].Host.Hits--;
        }

        _pairs[_next] = pair;
        _next = (_next + 1) % MaxPairs;
    }

    private void Decide(Candidate bestAddress, Candidate bestHost)
    {
        var threshold = Size - Math.Min(Size / 4, 3);
        (Host, Port) = bestAddress.Hits >= threshold ? (bestAddress.Value.Host, bestAddress.Value.Port)
            : bestHost.Hits >= threshold ? (bestHost.Value.Host, (ushort)0)
            : ((uint?)null, (ushort)0);
    }

    private readonly record struct Pair(Candidate Address, Candidate Host);

    private sealed class Candidate(PeerAddress value)
    {
        public PeerAddress Value => value;

        public int Hits { get; set; } = 1;
    }
}
