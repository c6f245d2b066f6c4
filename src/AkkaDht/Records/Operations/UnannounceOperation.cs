using Akka.Actor;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Records.Operations;

/// <summary>Withdraws what a peer announced under a topic at every node on the way that has it. Reference: hyperdht lookupAndUnannounce.</summary>
internal sealed class UnannounceOperation : RecordOperation
{
    private readonly ICryptoSuite _crypto;
    private readonly RecordMessages.Unannounce _wanted;
    private readonly List<Node> _former = [];

    public UnannounceOperation(ICryptoSuite crypto, RecordMessages.Unannounce wanted)
    {
        (_crypto, _wanted) = (crypto, wanted);
        Withdrawal = new RecordMessages.Withdraw(wanted.Topic, wanted.KeyPair.PublicKey);
    }

    public override QueryPlan Plan => RecordWalks.ToTopic(_wanted.Topic);

    public override void HandleReply(Reply reply)
    {
        if (Withdrawals.For(_crypto, _wanted.Topic, _wanted.KeyPair, reply) is { } withdrawal) Aside(withdrawal);
    }

    public override void HandleAside(Reply? reply)
    {
        if (reply is { Error: ErrorCodes.Ok, FromId: { } id }) _former.Add(new Node(id, reply.From));
    }

    public override object ResultOf(IReadOnlyList<Reply> closest, Exception? failure) => failure is null
        ? new Unannounced(_wanted.Topic, _former)
        : new Status.Failure(failure);
}
