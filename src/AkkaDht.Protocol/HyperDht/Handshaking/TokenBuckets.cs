namespace AkkaDht.Protocol.HyperDht.Handshaking;

/// <summary>
/// How often each address may do something: <paramref name="burst"/> times at once, and <paramref name="perSecond"/> times a second
/// in the long run. A fixed number of slots is shared by all addresses, so that nobody can push another's account out: addresses
/// that fall into one slot share its allowance.
/// </summary>
internal sealed class TokenBuckets(int burst, int perSecond, int slots, IRandomSource random)
{
    private readonly uint _salt = (uint)random.Next(int.MaxValue);
    private Bucket[]? _buckets;

    /// <summary>Takes one from the allowance of <paramref name="address"/>; false when there is none left.</summary>
    public bool TryTake(Instant now, PeerAddress address)
    {
        ref var bucket = ref BucketOf(address);
        var regained = (now - bucket.Since).TotalSeconds * perSecond;
        var spent = Math.Max(0, bucket.Spent - regained);
        if (spent + 1 > burst) return false;

        bucket = new Bucket { Spent = spent + 1, Since = now };
        return true;
    }

    private ref Bucket BucketOf(PeerAddress address)
    {
        _buckets ??= new Bucket[Math.Max(slots, 1)];
        var hash = (uint)((((ulong)address.Host << 16 | address.Port) ^ _salt) * 0x9e3779b97f4a7c15 >> 32);
        return ref _buckets[(int)((ulong)hash * (ulong)_buckets.Length >> 32)];
    }

    // What was taken and not regained; a slot that nobody has used is one from which nothing was taken.
    private struct Bucket
    {
        public double Spent;
        public Instant Since;
    }
}
