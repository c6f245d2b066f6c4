using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Supervision;

namespace AkkaDht.Records.Operations;

/// <summary>
/// One operation without its messages: a walk, what its results mean, what is asked of single nodes beside it or at its end, and what
/// came of it all. <see cref="OperationActor"/> turns it.
/// </summary>
internal abstract class RecordOperation
{
    private readonly Queue<RequestSpec> _asides = new();

    /// <summary>The walk.</summary>
    public abstract QueryPlan Plan { get; }

    /// <summary>The end of the operation as its asker hears it, once nothing more is needed of the walk.</summary>
    public object? EarlyResult { get; protected set; }

    /// <summary>What an operation has to withdraw at this node before it begins.</summary>
    public RecordMessages.Withdraw? Withdrawal { get; protected init; }

    /// <summary>The operation that a message asks for.</summary>
    public static RecordOperation Of(NodeParts parts, RecordMessages.IOperation message) => message switch
    {
        RecordMessages.Announce announce => new AnnounceOperation(parts.Crypto, announce),
        RecordMessages.Unannounce unannounce => new UnannounceOperation(parts.Crypto, unannounce),
        RecordMessages.PutImmutable put => new PutImmutableOperation(parts.Crypto, put),
        RecordMessages.GetImmutable get => new GetImmutableOperation(parts.Crypto, get),
        RecordMessages.PutMutable put => new PutMutableOperation(parts.Crypto, put),
        RecordMessages.GetMutable get => new GetMutableOperation(parts.Crypto, get),
        _ => throw new ArgumentOutOfRangeException(nameof(message)),
    };

    /// <summary>The walk has met this reply, which is no error.</summary>
    public virtual void HandleReply(Reply reply)
    {
    }

    /// <summary>A request beside the walk has ended; null without a reply.</summary>
    public virtual void HandleAside(Reply? reply)
    {
    }

    /// <summary>What to ask of one of the closest nodes at the end; false when it cannot be asked, a null request when there is no need.</summary>
    public virtual bool TryCommit(Reply reply, out RequestSpec? request)
    {
        request = null;
        return true;
    }

    /// <summary>One of the closest nodes has replied to what was asked at the end; the failure, if that is one.</summary>
    public virtual Exception? HandleCommitted(Reply asked, Reply reply) => FailureOf(reply);

    /// <summary>What the asker hears when the walk is over and every request has ended.</summary>
    public abstract object ResultOf(IReadOnlyList<Reply> closest, Exception? failure);

    /// <summary>Takes the next request beside the walk.</summary>
    public bool TryTakeAside(out RequestSpec request) => _asides.TryDequeue(out request);

    protected void Aside(RequestSpec request) => _asides.Enqueue(request);

    /// <summary>The failure of a reply that says an error, or null.</summary>
    protected static Exception? FailureOf(Reply reply) => reply.Error switch
    {
        ErrorCodes.Ok => null,
        PeerErrors.SeqReused => new DhtException("SEQ_REUSED: another value has this sequence number"),
        PeerErrors.SeqTooLow => new DhtException("SEQ_TOO_LOW: a value has a higher sequence number"),
        var code => new DhtException($"{reply.From} answered with error {code}"),
    };

    /// <summary>The nodes of the replies, all of which have proved their ids.</summary>
    protected static Node NodeOf(Reply reply) => new(reply.FromId!.Value, reply.From);
}
