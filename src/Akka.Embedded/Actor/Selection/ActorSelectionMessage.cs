namespace Akka.Actor;

/// <summary>A message on its way along a selection. The whole way is walked on the sender's thread.</summary>
internal sealed class ActorSelectionMessage(object message, SelectionPathElement[] path, int step = 0)
    : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    public object Message => message;

    public void DeliverFrom(ActorRef actor, IActorRef? sender)
    {
        if (Deliver(actor, step, sender))
            return;

        var missing = path.Aggregate(actor.Path, static (path, element) => element is SelectParent ? path.Parent : path / element.ToString());
        if (actor.OwningSystem is { } system)
            new EmptyRef(missing, system.EventStream).Tell(message, sender);
    }

    /// <summary>Goes on from an actor; false when the way leads nowhere.</summary>
    private bool Deliver(ActorRef actor, int at, IActorRef? sender)
    {
        if (at == path.Length)
        {
            actor.Tell(message, sender);
            return true;
        }

        switch (path[at])
        {
            case SelectParent:
                return Deliver(actor.Parent ?? actor, at + 1, sender);
            case SelectChildName { Name: var name }:
                return actor.GetChild(name) is { } child && Deliver(child, at + 1, sender);
            case SelectChildPattern pattern:
                var found = false;
                foreach (var each in actor.Children)
                    if (pattern.Matches(each.Path.Name))
                        found |= Deliver(each, at + 1, sender);
                return found;
            default:
                return false;
        }
    }
}
