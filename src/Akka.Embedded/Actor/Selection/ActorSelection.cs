namespace Akka.Actor;

/// <summary>The actors at a path, looked up anew for every message.</summary>
public class ActorSelection : ICanTell
{
    private readonly SelectionPathElement[] _path;

    private ActorSelection(ActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        _path = path;
    }

    /// <summary>Where the path starts.</summary>
    public IActorRef Anchor { get; }

    /// <summary>The path from the anchor.</summary>
    public string PathString => "/" + string.Join('/', _path.AsEnumerable());

    /// <summary>
    /// Tells a message to each actor at the path, to dead letters when there is none; without a sender given it is the actor
    /// whose turn it is on this thread.
    /// </summary>
    public void Tell(object message, IActorRef? sender = null)
    {
        ActorRef.RequireMessage(message);
        new ActorSelectionMessage(message, _path).DeliverFrom((ActorRef)Anchor, sender ?? ImplicitSender.Current);
    }

    /// <summary>The one actor at the path; faults with <see cref="ActorNotFoundException"/> when none answers in time.</summary>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    /// <summary>The one actor at the path; faults with <see cref="ActorNotFoundException"/> when none answers in time.</summary>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        ActorIdentity identity;
        try
        {
            identity = await this.Ask<ActorIdentity>(new Identify(null!), timeout, ct).ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            throw new ActorNotFoundException("Exception occurred while resolving ActorSelection", cause);
        }

        return identity.Subject ?? throw new ActorNotFoundException("subject was null");
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is ActorSelection other && Anchor.Equals(other.Anchor) && PathString == other.PathString;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    /// <inheritdoc/>
    public override string ToString() => Anchor.Path.Uid == 0
        ? $"ActorSelection[Anchor({Anchor.Path}), Path({PathString})]"
        : $"ActorSelection[Anchor({Anchor.Path}#{Anchor.Path.Uid}), Path({PathString})]";

    internal static ActorSelection Relative(IActorRef anchor, string path) =>
        new(ActorRef.Of(anchor) ?? throw new ArgumentException("The anchor is not an actor of this runtime", nameof(anchor)),
            SelectionPathElement.Parse(path.Split('/')));

    internal static ActorSelection Absolute(ActorSystemImpl system, ActorPath path) =>
        new(system.RootFor(path.Address), SelectionPathElement.Parse(path.Elements));

    internal static ActorSelection Parse(ActorSystemImpl system, ActorRef anchor, string path)
    {
        if (ActorPath.TryParse(path, out var full))
            return Absolute(system, full);
        return path.StartsWith('/') ? Relative(system.RootRef, path) : Relative(anchor, path);
    }
}
