using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using static AkkaDht.Protocol.Tests.HyperDht.Records.StoreUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Records;

/// <summary>Random histories of a small store against a model that is too simple to be wrong.</summary>
public sealed class StoreModelTests
{
    private const int Keys = 6;
    private const int Topics = 3;

    private static readonly RecordStoreSettings Settings = new()
    {
        MaxAnnouncements = 7,
        MaxMutables = 4,
        MaxImmutables = 4,
        AnnouncementAge = TimeSpan.FromSeconds(30),
        ValueAge = TimeSpan.FromSeconds(60),
    };

    public static TheoryData<int> SomeSeeds => Seeds.First(20);

    [Theory]
    [MemberData(nameof(SomeSeeds))]
    public void A_store_behaves_as_its_model(int seed)
    {
        var (random, node) = (new SeededRandom(seed), new StoreUnderTest(Settings));
        var announced = new Model<(NodeId, PublicKey), ushort>(Settings.AnnouncementAge, full: Settings.MaxAnnouncements + 1);
        var mutables = new Model<PublicKey, ulong>(Settings.ValueAge, full: Settings.MaxMutables);
        var immutables = new Model<int, bool>(Settings.ValueAge, full: Settings.MaxImmutables);

        for (var step = 0; step < 300; step++)
        {
            node.Now += TimeSpan.FromMilliseconds(random.Next(4000));
            var (pair, topic, number) = (Pair(random.Next(Keys)), Topic(random.Next(Topics)), random.Next(8));
            switch (random.Next(6))
            {
                case 0 or 1:
                    node.Announce(topic, pair, relays: [PeerAddress.Loopback((ushort)step)]);
                    announced.Advance(node.Now);
                    if (!announced.IsFresh((topic, pair.PublicKey))) announced.Set(node.Now, (topic, pair.PublicKey), (ushort)step);
                    break;
                case 2:
                    node.Unannounce(topic, pair);
                    announced.Remove((topic, pair.PublicKey));
                    break;
                case 3:
                    var seq = (ulong)number;
                    var isLate = mutables.TryRead(node.Now, pair.PublicKey, out var stored) && seq < stored;
                    Assert.Equal(isLate ? PeerErrors.SeqTooLow : PeerErrors.None, node.PutMutable(pair, seq, [(byte)number])!.Error);
                    if (!isLate) mutables.Set(node.Now, pair.PublicKey, seq);
                    break;
                case 4:
                    node.PutImmutable([(byte)number]);
                    immutables.Set(node.Now, number, true);
                    break;
                default:
                    Assert.Equal(immutables.TryRead(node.Now, number, out _), node.GetImmutable([(byte)number]) is not null);
                    Assert.Equal(mutables.TryRead(node.Now, pair.PublicKey, out var value) ? value : null, node.GetMutable(pair)?.Seq);
                    break;
            }

            AssertTold(node, announced, topic);
        }
    }

    private static void AssertTold(StoreUnderTest node, Model<(NodeId Topic, PublicKey Key), ushort> announced, NodeId topic)
    {
        announced.Advance(node.Now);
        var expected = announced.Entries.Where(entry => entry.Key.Topic == topic).Select(entry => (entry.Key.Key, entry.Value));
        var told = node.Lookup(topic).Peers.Select(peer => (peer.PublicKey, Assert.Single(peer.Relays).Port));
        Assert.Equal(expected.OrderBy(entry => entry.Value), told.OrderBy(entry => entry.Port));
    }

    /// <summary>Entries that know in which generation they were last touched; all older than the last but one are gone.</summary>
    private sealed class Model<TKey, TValue>(TimeSpan age, int full)
        where TKey : notnull
    {
        private readonly TimeSpan _period = TimeSpan.FromMilliseconds(Math.Ceiling(age.TotalMilliseconds * 2 / 3));
        private readonly Dictionary<TKey, (TValue Value, int Generation)> _entries = [];
        private Instant? _next;
        private int _generation;
        private bool _wasEarly;

        public IEnumerable<(TKey Key, TValue Value)> Entries => _entries.Select(entry => (entry.Key, entry.Value.Value));

        public void Advance(Instant now)
        {
            while (_next is { } next && next <= now)
            {
                if (!_wasEarly) Turn();
                (_wasEarly, _next) = (false, _entries.Count == 0 ? null : next + _period);
            }
        }

        public bool IsFresh(TKey key) => _entries.TryGetValue(key, out var entry) && entry.Generation == _generation;

        public void Set(Instant now, TKey key, TValue value)
        {
            Advance(now);
            _entries[key] = (value, _generation);
            _next ??= now + _period;
            if (_entries.Values.Count(entry => entry.Generation == _generation) < full) return;

            _wasEarly = true;
            Turn();
        }

        public bool TryRead(Instant now, TKey key, out TValue? value)
        {
            Advance(now);
            var isThere = _entries.TryGetValue(key, out var entry);
            if (isThere) _entries[key] = entry with { Generation = _generation };
            value = entry.Value;
            return isThere;
        }

        public void Remove(TKey key) => _entries.Remove(key);

        private void Turn()
        {
            _generation++;
            foreach (var (key, entry) in _entries)
            {
                if (entry.Generation < _generation - 1) _entries.Remove(key);
            }
        }
    }
}
