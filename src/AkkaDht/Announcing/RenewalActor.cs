using Akka.Actor;
using AkkaDht.Records;
using AkkaDht.Supervision;

namespace AkkaDht.Announcing;

/// <summary>One announcing of one lasting announcement: asks for it, and tells its parent how many nodes took it, however it ends.</summary>
internal sealed class RenewalActor(NodeParts parts, long item, RecordMessages.Announce announce) : UntypedActor
{
    // An answer always comes, unless a part of the node failed meanwhile.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private int _nodes;

    protected override void PreStart()
    {
        Context.SetReceiveTimeout(Patience);
        parts.Records.Tell(announce);
    }

    protected override void PostStop() => Context.Parent.Tell(new AnnouncementMessages.Renewed(item, _nodes));

    protected override void OnReceive(object message)
    {
        if (message is Announced announced) _nodes = announced.Nodes.Count;
        Context.Stop(Self);
    }
}
