using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using static AkkaDht.Protocol.Tests.HyperDht.Records.StoreUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Records;

/// <summary>Values that a node keeps for others.</summary>
public sealed class ValueTests
{
    private static readonly TimeSpan Age = new RecordStoreSettings().ValueAge;

    private readonly StoreUnderTest _node = new();

    [Fact]
    public void An_immutable_value_stands_at_its_hash()
    {
        Assert.True(_node.PutImmutable([1, 2, 3]) is { Error: 0, IncludeCloserNodes: true, IncludeToken: null });
        Assert.Equal([1, 2, 3], _node.GetImmutable([1, 2, 3]));
        Assert.Null(_node.GetImmutable([1, 2]));
        Assert.Null(_node.Ask(PeerCommands.ImmutablePut, Topic(1), [1, 2, 3], Token));
    }

    [Fact]
    public void A_mutable_value_gives_way_to_a_later_one_only()
    {
        var pair = Pair(1);
        Assert.Equal(PeerErrors.None, _node.PutMutable(pair, 5, [1])!.Error);
        Assert.Equal(PeerErrors.None, _node.PutMutable(pair, 5, [1])!.Error);
        Assert.Equal(PeerErrors.SeqReused, _node.PutMutable(pair, 5, [2])!.Error);
        Assert.Equal(PeerErrors.SeqTooLow, _node.PutMutable(pair, 4, [1])!.Error);
        Assert.Equal([1], _node.GetMutable(pair)!.Value.ToArray());

        Assert.Equal(PeerErrors.None, _node.PutMutable(pair, 6, [3])!.Error);
        Assert.Equal([3], _node.GetMutable(pair, seq: 6)!.Value.ToArray());
        Assert.Null(_node.GetMutable(pair, seq: 7));
        Assert.Equal(1, _node.Stats.Mutables);
    }

    [Fact]
    public void A_value_that_is_read_stays_and_one_that_nobody_reads_goes()
    {
        _node.PutImmutable([1]);
        _node.PutImmutable([2]);
        for (var i = 0; i < 10; i++)
        {
            _node.Pass(Age * 0.5);
            Assert.NotNull(_node.GetImmutable([1]));
        }

        Assert.Null(_node.GetImmutable([2]));
        Assert.Equal(1, _node.Stats.Entries);
    }

    [Fact]
    public void Values_that_prove_nothing_get_silence()
    {
        var (pair, target) = (Pair(1), Targets.Of(Suite, Pair(1).PublicKey));
        var value = new MutableValue(1, new byte[] { 1 }, RecordSignatures.SignMutable(Suite, pair, 1, [1]));

        Assert.Null(_node.Ask(PeerCommands.MutablePut, Topic(1), new MutablePut(pair.PublicKey, value).ToBytes(), Token));
        Assert.Null(_node.Ask(PeerCommands.MutablePut, target, new MutablePut(pair.PublicKey, value with { Seq = 2 }).ToBytes(), Token));
        Assert.Null(_node.Ask(PeerCommands.MutablePut, target, new MutablePut(pair.PublicKey, value).ToBytes(), token: null));
        Assert.Null(_node.Ask(PeerCommands.MutableGet, target));
        Assert.Null(_node.Ask(PeerCommands.MutableGet, target, [0xff]));
        Assert.Equal(0, _node.Stats.Entries);
        Assert.Equal(5, _node.Stats.Rejected);
    }
}
