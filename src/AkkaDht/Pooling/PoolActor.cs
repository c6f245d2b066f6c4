using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Connecting;
using static AkkaDht.Pooling.PoolMessages;

namespace AkkaDht.Pooling;

/// <summary>
/// One connection for each peer. Connections say themselves that they come and go; of two to the same peer <see cref="PoolRule"/> says which
/// one ends. It lives as long as the node, and its end is no connection's.
/// </summary>
internal sealed class PoolActor(IActorRef node, Dictionary<PublicKey, PooledConnection> members) : UntypedActor
{
    public static Props Props(IActorRef node)
    {
        // Outside of the actor, since connections say only once that they are there.
        var members = new Dictionary<PublicKey, PooledConnection>();
        return Akka.Actor.Props.Create(() => new PoolActor(node, members));
    }

    protected override void PreStart() => Context.Watch(node);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Join join: Join(join.Member, join.OwnKey); break;
            case HasOpened opened: HasOpened(opened); break;
            case Leave leave: Leave(leave); break;
            case Get get: Sender.Tell(new Found(members.GetValueOrDefault(get.RemoteKey))); break;
            case GetAll: Sender.Tell(new All([.. members.Values])); break;
            case Terminated: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    private void Join(PooledConnection newcomer, PublicKey ownKey)
    {
        var loser = members.GetValueOrDefault(newcomer.RemoteKey);
        if (loser is not null && !KeepsNew(newcomer, loser, ownKey)) loser = newcomer;
        else members[newcomer.RemoteKey] = newcomer;

        loser?.Connection.Tell(ConnectionMessages.EndAsDuplicate.Instance);
    }

    // Nobody need begin what there is: an attempt takes no other's place.
    private static bool KeepsNew(PooledConnection newcomer, PooledConnection existing, PublicKey ownKey) =>
        newcomer.IsOpen && PoolRule.KeepsNew(ownKey, newcomer.RemoteKey, newcomer.IsInitiator, existing.IsInitiator);

    // One that has lost may open before it hears of that: it is not looked at again, or both could end.
    private void HasOpened(HasOpened opened)
    {
        if (MemberOf(opened.Connection, opened.RemoteKey) is { } member) members[opened.RemoteKey] = member with { IsOpen = true };
    }

    private void Leave(Leave leave)
    {
        if (MemberOf(leave.Connection, leave.RemoteKey) is not null) members.Remove(leave.RemoteKey);
    }

    private PooledConnection? MemberOf(IActorRef connection, PublicKey remoteKey) =>
        members.GetValueOrDefault(remoteKey) is { } member && member.Connection.Equals(connection) ? member : null;
}
