namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>How often each address was named, most often first; of equals the one that got there first stays ahead.</summary>
internal sealed class AddressTally
{
    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    public Entry this[int index] => _entries[index];

    public void Add(PeerAddress address)
    {
        var index = _entries.FindIndex(entry => entry.Address == address);
        if (index < 0)
        {
            _entries.Add(new Entry(address, 1));
            return;
        }

        var risen = _entries[index] with { Hits = _entries[index].Hits + 1 };
        for (; index > 0 && _entries[index - 1].Hits < risen.Hits; index--) _entries[index] = _entries[index - 1];
        _entries[index] = risen;
    }

    public readonly record struct Entry(PeerAddress Address, int Hits);
}
