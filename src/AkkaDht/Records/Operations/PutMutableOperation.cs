using Akka.Actor;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Records.Operations;

/// <summary>Signs a value and puts it at the nodes closest to its owner's target; who keeps a later one objects.</summary>
internal sealed class PutMutableOperation : RecordOperation
{
    private readonly PublicKey _owner;
    private readonly NodeId _target;
    private readonly MutableValue _value;
    private readonly byte[] _put;
    private readonly HashSet<Node> _keepers = [];
    private RecordConflict _conflict;

    public PutMutableOperation(ICryptoSuite crypto, RecordMessages.PutMutable wanted)
    {
        _owner = wanted.KeyPair.PublicKey;
        _target = Targets.Of(crypto, _owner);
        _value = new MutableValue(wanted.Seq, wanted.Value, RecordSignatures.SignMutable(crypto, wanted.KeyPair, wanted.Seq, wanted.Value.Span));
        _put = new MutablePut(_owner, _value).ToBytes();
    }

    // Which values there are does not matter here: who has a later one says so.
    public override QueryPlan Plan => new(_target, PeerCommands.MutableGet) { Value = new MutableGet(0).ToBytes(), Commit = CommitMode.Custom };

    public override bool TryCommit(Reply reply, out RequestSpec? request)
    {
        request = reply.Token is { } token
            ? new RequestSpec(reply.From, PeerCommands.MutablePut) { Target = _target, Token = token, Value = _put }
            : null;
        return request is not null;
    }

    public override Exception? HandleCommitted(Reply asked, Reply reply)
    {
        var failure = FailureOf(reply);
        if (failure is null) _keepers.Add(NodeOf(asked));

        var conflict = reply.Error switch
        {
            PeerErrors.SeqReused => RecordConflict.SeqReused,
            PeerErrors.SeqTooLow => RecordConflict.SeqTooLow,
            _ => RecordConflict.None,
        };
        if (conflict > _conflict) _conflict = conflict;
        return failure;
    }

    // That everybody objects is an outcome, and no failure.
    public override object ResultOf(IReadOnlyList<Reply> closest, Exception? failure) => failure is null || _conflict != RecordConflict.None
        ? new MutablePutResult(_owner, _value, [.. closest.Select(NodeOf).Where(_keepers.Contains)], _conflict)
        : new Status.Failure(failure);
}
