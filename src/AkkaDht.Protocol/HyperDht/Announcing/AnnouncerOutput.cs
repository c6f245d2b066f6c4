using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Announcing;

/// <summary>What an <see cref="Announcer"/> wants done, in this order.</summary>
public abstract record AnnouncerOutput
{
    private AnnouncerOutput() { }

    /// <summary>Walk to the server's own target with FIND_PEER, beginning with <paramref name="Seeds"/>; answer with <see cref="Announcer.HandleWalked"/>.</summary>
    public sealed record Walk(IReadOnlyList<Node> Seeds) : AnnouncerOutput;

    /// <summary>End the walk where it is; <see cref="Announcer.HandleWalked"/> is still due.</summary>
    public sealed record StopWalking : AnnouncerOutput;

    /// <summary>Make a request; answer with <see cref="Announcer.HandleReply"/> and the tag.</summary>
    public sealed record Ask(long Tag, RequestSpec Spec) : AnnouncerOutput;

    /// <summary>A round of announcing is over: clients are told of <see cref="Announcer.Relays"/> from now on.</summary>
    public sealed record Announced : AnnouncerOutput;

    /// <summary>Nothing is announced any more: the announcer is suspended, or closed.</summary>
    public sealed record Left(bool IsClosed) : AnnouncerOutput;
}
