using Akka.Actor;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Records.Operations;

/// <summary>Puts a value at the nodes closest to its hash.</summary>
internal sealed class PutImmutableOperation(ICryptoSuite crypto, RecordMessages.PutImmutable wanted) : RecordOperation
{
    private readonly NodeId _target = Targets.Of(crypto, wanted.Value.Span);
    private readonly HashSet<Node> _keepers = [];

    public override QueryPlan Plan => new(_target, PeerCommands.ImmutableGet) { Commit = CommitMode.Custom };

    public override bool TryCommit(Reply reply, out RequestSpec? request)
    {
        request = reply.Token is { } token
            ? new RequestSpec(reply.From, PeerCommands.ImmutablePut) { Target = _target, Token = token, Value = wanted.Value }
            : null;
        return request is not null;
    }

    public override Exception? HandleCommitted(Reply asked, Reply reply)
    {
        var failure = FailureOf(reply);
        if (failure is null) _keepers.Add(NodeOf(asked));
        return failure;
    }

    public override object ResultOf(IReadOnlyList<Reply> closest, Exception? failure) => failure is null
        ? new ImmutablePut(_target, [.. closest.Select(NodeOf).Where(_keepers.Contains)])
        : new Status.Failure(failure);
}
