namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// How many bytes strangers may have us keep, in all and for each host. Every entry is charged to the host that brought it, and given
/// back when it goes. The accounts are no more than the entries, since an empty one is dropped.
/// </summary>
internal sealed class ByteBudget(RecordStoreSettings settings)
{
    /// <summary>What an entry costs besides its own bytes: its key, and its places in tables.</summary>
    public const int EntryOverhead = 160;

    private readonly Dictionary<uint, long> _byHost = [];

    /// <summary>Bytes charged now.</summary>
    public long Bytes { get; private set; }

    /// <summary>Hosts that have an account.</summary>
    public int Hosts => _byHost.Count;

    public long RefusedByTotal { get; private set; }

    public long RefusedByAddress { get; private set; }

    public long RefusedByValue { get; private set; }

    /// <summary>Whether a value may be kept at all, as far as its length goes.</summary>
    public bool Admits(int valueLength)
    {
        var isAdmitted = valueLength <= settings.MaxValueBytes;
        if (!isAdmitted) RefusedByValue++;
        return isAdmitted;
    }

    /// <summary>Charges <paramref name="host"/> for an entry; false, and nothing charged, at a bound.</summary>
    public bool TryCharge(uint host, int length)
    {
        var cost = CostOf(length);
        var account = _byHost.GetValueOrDefault(host);
        if (Bytes + cost > settings.MaxBytes)
        {
            RefusedByTotal++;
            return false;
        }

        if (account + cost > settings.MaxBytesPerAddress)
        {
            RefusedByAddress++;
            return false;
        }

        Charge(host, cost);
        return true;
    }

    /// <summary>Charges again what was given back a moment ago, in vain.</summary>
    public void Restore(uint host, int length) => Charge(host, CostOf(length));

    /// <summary>Gives back what an entry was charged.</summary>
    public void Release(uint host, int length)
    {
        var cost = CostOf(length);
        var account = _byHost.GetValueOrDefault(host) - cost;
        Invariant.That(account >= 0, "nothing is given back that was not charged");
        if (account == 0) _byHost.Remove(host);
        else _byHost[host] = account;
        Bytes -= cost;
    }

    private void Charge(uint host, long cost)
    {
        _byHost[host] = _byHost.GetValueOrDefault(host) + cost;
        Bytes += cost;
    }

    private static long CostOf(int length) => (long)length + EntryOverhead;
}
