using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Records;

// Values: one that cannot change stands at its hash, one that can at the hash of its owner's key.
public sealed partial class RecordStore
{
    private Answer? MutableGet(Instant now, NodeId target, ReadOnlyMemory<byte>? value)
    {
        if (value is not { } bytes || !Records.MutableGet.TryDecode(bytes.Span, out var wanted)) return null;

        return _mutables.TryGet(now, target, out var stored) && stored.Seq >= wanted.Seq ? Answer.Success(stored.Encoded) : Answer.Success();
    }

    private Answer ImmutableGet(Instant now, NodeId target) =>
        _immutables.TryGet(now, target, out var stored) ? Answer.Success(stored.Value) : Answer.Success();

    private Answer? MutablePut(Instant now, PeerAddress from, NodeId target, ReadOnlySpan<byte> bytes)
    {
        if (!Records.MutablePut.TryDecode(bytes, out var put) || !_budget.Admits(put.Value.Value.Length)) return null;
        if (Targets.Of(_crypto, put.PublicKey) != target || !RecordSignatures.VerifyMutable(_crypto, put.PublicKey, put.Value)) return null;

        var newcomer = new StoredMutable(from.Host, put.Value.Seq, put.Value.ToBytes());
        if (_mutables.TryGet(now, target, out var stored) && Conflict(stored, newcomer) is { } conflict) return conflict;

        return _mutables.TrySet(now, target, newcomer) ? Stored : null;
    }

    private static Answer? Conflict(in StoredMutable stored, in StoredMutable newcomer)
    {
        if (newcomer.Seq < stored.Seq) return Answer.Failure(PeerErrors.SeqTooLow);
        if (newcomer.Seq == stored.Seq && !newcomer.Signed.SequenceEqual(stored.Signed)) return Answer.Failure(PeerErrors.SeqReused);
        return null;
    }

    private Answer? ImmutablePut(Instant now, PeerAddress from, NodeId target, ReadOnlyMemory<byte> value)
    {
        if (!_budget.Admits(value.Length) || Targets.Of(_crypto, value.Span) != target) return null;

        return _immutables.TrySet(now, target, new StoredValue(from.Host, value)) ? Stored : null;
    }
}
