using Akka.Actor;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;

namespace AkkaDht.Records.Operations;

/// <summary>Gets a value by its hash: the first one that has it will do.</summary>
internal sealed class GetImmutableOperation(ICryptoSuite crypto, RecordMessages.GetImmutable wanted) : RecordOperation
{
    public override QueryPlan Plan => new(wanted.Target, PeerCommands.ImmutableGet);

    public override void HandleReply(Reply reply)
    {
        if (reply.Value is { } value && Targets.Of(crypto, value.Span) == wanted.Target)
            EarlyResult = new ImmutableValue(wanted.Target, value, reply.From);
    }

    public override object ResultOf(IReadOnlyList<Reply> closest, Exception? failure) => failure is null
        ? new ImmutableValue(wanted.Target, null, null)
        : new Status.Failure(failure);
}
