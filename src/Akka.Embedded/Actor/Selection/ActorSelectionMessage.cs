namespace Akka.Actor;

/// <summary>A message on its way along a selection. The whole way is walked on the sender's thread.</summary>
internal sealed class ActorSelectionMessage(object message, SelectionPathElement[] path, bool isFannedOut = false)
    : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    public object Message => message;

    /// <summary>
    /// Goes the whole way from an actor. What leads nowhere is a dead letter, unless a wildcard has sent the message more than
    /// one way: then only those count that arrive.
    /// </summary>
    public void DeliverFrom(ActorRef anchor, IActorRef? sender)
    {
        var actor = anchor;
        for (var at = 0; at < path.Length; at++)
        {
            if (actor is not LocalRef local)
            {
                actor.Tell(new ActorSelectionMessage(message, path[at..], isFannedOut), sender);
                return;
            }

            switch (path[at])
            {
                case SelectParent:
                    actor = local.Parent;
                    continue;
                case SelectChildName { Name: var name } when local.GetChild(name) is { } child:
                    actor = child;
                    continue;
                case SelectChildPattern pattern when Matching(local, pattern) is { Count: > 0 } matching:
                    var rest = new ActorSelectionMessage(message, path[(at + 1)..], isFannedOut || matching.Count > 1);
                    foreach (var each in matching)
                        rest.DeliverFrom(each, sender);
                    return;
            }

            if (!isFannedOut)
                new EmptyRef(local.OwningSystem, anchor.Path / path.Select(element => element.ToString()!)).Tell(message, sender);
            return;
        }

        actor.Tell(message, sender);
    }

    private static List<ActorRef> Matching(LocalRef parent, SelectChildPattern pattern) =>
        [.. parent.Children.Where(child => pattern.Matches(child.Path.Name))];
}
