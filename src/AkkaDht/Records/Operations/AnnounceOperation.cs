using Akka.Actor;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Records.Operations;

/// <summary>Announces a peer at the nodes closest to a topic, signed for each of them; with clear, after withdrawing what was there.</summary>
internal sealed class AnnounceOperation : RecordOperation
{
    private readonly ICryptoSuite _crypto;
    private readonly RecordMessages.Announce _wanted;
    private readonly PeerRecord _record;
    private readonly HashSet<Node> _keepers = [];

    public AnnounceOperation(ICryptoSuite crypto, RecordMessages.Announce wanted)
    {
        (_crypto, _wanted) = (crypto, wanted);
        _record = new PeerRecord(wanted.KeyPair.PublicKey, wanted.Relays);
        if (wanted.Clear) Withdrawal = new RecordMessages.Withdraw(wanted.Topic, wanted.KeyPair.PublicKey);
    }

    public override QueryPlan Plan => RecordWalks.ToTopic(_wanted.Topic) with { Commit = CommitMode.Custom };

    public override void HandleReply(Reply reply)
    {
        if (_wanted.Clear && Withdrawals.For(_crypto, _wanted.Topic, _wanted.KeyPair, reply) is { } withdrawal) Aside(withdrawal);
    }

    public override bool TryCommit(Reply reply, out RequestSpec? request)
    {
        request = null;
        if (reply is not { Token: { } token, FromId: { } id }) return false;

        var signature = RecordSignatures.SignAnnounce(_crypto, _wanted.KeyPair, _wanted.Topic, id, token, _record);
        request = new RequestSpec(reply.From, PeerCommands.Announce)
        {
            Target = _wanted.Topic,
            Token = token,
            Value = new Announcement(_record, null, signature, _wanted.Bump).ToBytes(),
        };
        return true;
    }

    public override Exception? HandleCommitted(Reply asked, Reply reply)
    {
        var failure = FailureOf(reply);
        if (failure is null) _keepers.Add(NodeOf(asked));
        return failure;
    }

    public override object ResultOf(IReadOnlyList<Reply> closest, Exception? failure) => failure is null
        ? new Announced(_wanted.Topic, [.. closest.Select(NodeOf).Where(_keepers.Contains)])
        : new Status.Failure(failure);
}
