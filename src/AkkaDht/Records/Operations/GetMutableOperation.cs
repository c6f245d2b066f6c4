using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Records.Operations;

/// <summary>Gets the value under a key: the latest of all nodes, or the first that is valid; puts it anew if its reader wants that.</summary>
internal sealed class GetMutableOperation(ICryptoSuite crypto, RecordMessages.GetMutable wanted) : RecordOperation
{
    private readonly NodeId _target = Targets.Of(crypto, wanted.PublicKey);
    private MutableValue? _best;
    private PeerAddress? _from;
    private bool? _isWantedAnew;

    public override QueryPlan Plan => new(_target, PeerCommands.MutableGet)
    {
        Value = new MutableGet(wanted.Seq).ToBytes(),
        Commit = wanted.Refresh is null || !wanted.Latest ? CommitMode.None : CommitMode.Custom,
    };

    public override void HandleReply(Reply reply)
    {
        if (reply.Value is not { } bytes || !MutableValue.TryDecode(bytes.Span, out var value)) return;
        if (value.Seq < wanted.Seq || value.Seq <= _best?.Seq) return;
        if (!RecordSignatures.VerifyMutable(crypto, wanted.PublicKey, value)) return;

        (_best, _from) = (value, reply.From);
        if (!wanted.Latest) EarlyResult = ResultOf([], failure: null);
    }

    public override bool TryCommit(Reply reply, out RequestSpec? request)
    {
        request = null;
        if (_best is not { } value) return true;

        _isWantedAnew ??= wanted.Refresh!(value);
        if (_isWantedAnew == false) return true;
        if (reply.Token is not { } token) return false;

        request = new RequestSpec(reply.From, PeerCommands.MutablePut) { Target = _target, Token = token, Value = new MutablePut(wanted.PublicKey, value).ToBytes() };
        return true;
    }

    // What was found is a result even if nobody would take it anew.
    public override object ResultOf(IReadOnlyList<Reply> closest, Exception? failure) => failure is null || _best is not null
        ? new MutableGetResult(wanted.PublicKey, _best, _from)
        : new Status.Failure(failure);
}
