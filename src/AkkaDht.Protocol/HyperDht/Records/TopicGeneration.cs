using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>One generation of announcements: a list per topic, in which any one is found by its key and removed by moving the last into its place.</summary>
internal sealed class TopicGeneration
{
    private readonly Dictionary<NodeId, List<StoredRecord>> _topics = new(TargetComparer.Instance);
    private readonly Dictionary<Name, int> _places = [];

    public int Count => _places.Count;

    public IEnumerable<StoredRecord> Records => _topics.Values.SelectMany(records => records);

    public List<StoredRecord>? Find(NodeId topic) => _topics.GetValueOrDefault(topic);

    public bool Contains(NodeId topic, PublicKey key) => _places.ContainsKey(new Name(topic, key));

    public void Add(NodeId topic, StoredRecord record)
    {
        if (!_topics.TryGetValue(topic, out var records)) _topics.Add(topic, records = new List<StoredRecord>(1));
        _places.Add(new Name(topic, record.PublicKey), records.Count);
        records.Add(record);
    }

    public bool Remove(NodeId topic, PublicKey key, [MaybeNullWhen(false)] out StoredRecord record)
    {
        record = default;
        if (!_places.TryGetValue(new Name(topic, key), out var place)) return false;

        var records = _topics[topic];
        record = records[place];
        Swap(topic, records, place, records.Count - 1);
        records.RemoveAt(records.Count - 1);
        _places.Remove(new Name(topic, key));
        if (records.Count == 0) _topics.Remove(topic);
        return true;
    }

    /// <summary>Exchanges two records of a topic, as drawing some of them at random does.</summary>
    public void Swap(NodeId topic, List<StoredRecord> records, int left, int right)
    {
        (records[left], records[right]) = (records[right], records[left]);
        _places[new Name(topic, records[left].PublicKey)] = left;
        _places[new Name(topic, records[right].PublicKey)] = right;
    }

    private readonly record struct Name(NodeId Topic, PublicKey Key)
    {
        public bool Equals(Name other) => Topic == other.Topic && Key == other.Key;

        public override int GetHashCode() => HashCode.Combine(TargetComparer.Instance.GetHashCode(Topic), Key);
    }
}
