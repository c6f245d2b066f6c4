namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// How long to wait for a reply of one address, learned from its earlier replies (02-dht-rpc.md B2, last paragraph).
/// Remembers at most <paramref name="capacity"/> addresses, the least recently heard of making room, each for ten minutes.
/// </summary>
public sealed class AdaptiveTimeout(IRandomSource random, int capacity = AdaptiveTimeout.DefaultCapacity)
{
    /// <summary>Addresses remembered unless told otherwise.</summary>
    public const int DefaultCapacity = 4096;

    private const int MinMs = 300;
    private const int MaxMs = 4000;
    private const int JitterMs = 256;
    private const int MaxSampleMs = 60_000;

    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);
    private static readonly int[] UnknownMs = [250, 500, 1000, 2000, 4000];

    // In order of the last sample, the latest first; made with the first sample.
    private LinkedList<Estimate>? _estimates;
    private Dictionary<PeerAddress, LinkedListNode<Estimate>>? _byAddress;

    /// <summary>How many addresses are remembered.</summary>
    public int Count => _byAddress?.Count ?? 0;

    /// <summary>Learns from a round trip; the reference hands in those of a request's first two transmissions only.</summary>
    public void HandleSample(Instant now, PeerAddress address, TimeSpan rtt)
    {
        _estimates ??= [];
        _byAddress ??= [];
        var rttMs = (int)Math.Clamp(rtt.TotalMilliseconds, 0, MaxSampleMs);

        Forget(now);
        if (_byAddress.TryGetValue(address, out var known)) Blend(known, rttMs, now);
        else Add(new Estimate(address, rttMs, rttMs >> 1, now));
    }

    /// <summary>How long to wait after transmission number <paramref name="attempt"/>, counted from 1.</summary>
    public TimeSpan TimeoutFor(Instant now, PeerAddress address, int attempt)
    {
        var jitterMs = random.Next(JitterMs);
        if (_byAddress is null || !_byAddress.TryGetValue(address, out var known) || IsOld(known.ValueRef, now))
            return TimeSpan.FromMilliseconds(UnknownMs[Math.Clamp(attempt, 1, UnknownMs.Length) - 1] + jitterMs);

        var baseMs = known.ValueRef.AverageMs + 2 * known.ValueRef.VarianceMs;
        return TimeSpan.FromMilliseconds(Math.Clamp((long)baseMs * attempt + jitterMs, MinMs, MaxMs));
    }

    private void Forget(Instant now)
    {
        while (_estimates!.Last is { } oldest && IsOld(oldest.ValueRef, now)) Remove(oldest);
    }

    private void Blend(LinkedListNode<Estimate> known, int rttMs, Instant now)
    {
        // Old and new weigh 3 : 1 in the variance and 7 : 1 in the average, in whole milliseconds as in the reference.
        var (averageMs, varianceMs) = (known.ValueRef.AverageMs, known.ValueRef.VarianceMs);
        varianceMs += (Math.Abs(averageMs - rttMs) - varianceMs) >> 2;
        averageMs += (rttMs - averageMs) >> 3;
        known.ValueRef = new Estimate(known.ValueRef.Address, averageMs, varianceMs, now);

        _estimates!.Remove(known);
        _estimates.AddFirst(known);
    }

    private void Add(Estimate estimate)
    {
        if (_byAddress!.Count >= capacity) Remove(_estimates!.Last!);
        _byAddress.Add(estimate.Address, _estimates!.AddFirst(estimate));
    }

    private void Remove(LinkedListNode<Estimate> node)
    {
        _estimates!.Remove(node);
        _byAddress!.Remove(node.ValueRef.Address);
    }

    private static bool IsOld(in Estimate estimate, Instant now) => now - estimate.SampledAt >= MaxAge;

    private readonly record struct Estimate(PeerAddress Address, int AverageMs, int VarianceMs, Instant SampledAt);
}
