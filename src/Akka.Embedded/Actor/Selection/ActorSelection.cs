namespace Akka.Actor;

/// <summary>The actors at a path, looked up anew for every message.</summary>
public class ActorSelection : ICanTell
{
    private readonly SelectionPathElement[] _path;

    /// <summary>The actors at a path below <paramref name="anchor"/>.</summary>
    public ActorSelection(IActorRef anchor, string path)
        : this(anchor, path.Split('/'))
    {
    }

    /// <summary>The actors at a path below <paramref name="anchor"/>.</summary>
    public ActorSelection(IActorRef anchor, IEnumerable<string> elements)
    {
        Anchor = anchor;
        _path = SelectionPathElement.Parse(elements);
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
        sender ??= ImplicitSender.Current;
        if (ActorRef.Of(Anchor) is { } start)
            new ActorSelectionMessage(message, _path).DeliverFrom(start, sender);
        else
            Anchor.Tell(message, sender);
    }

    /// <summary>The one actor at the path; faults with <see cref="ActorNotFoundException"/> when none answers in time.</summary>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    /// <summary>The one actor at the path; faults with <see cref="ActorNotFoundException"/> when none answers in time.</summary>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(null!), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException("subject was null");
        }
        catch (Exception cause)
        {
            throw new ActorNotFoundException("Exception occurred while resolving ActorSelection", cause);
        }
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

    internal static ActorSelection Absolute(ActorSystemImpl system, ActorPath path) => new(system.RootFor(path.Address), path.Elements);

    /// <summary>A path that starts with a slash or a protocol, else one relative to an actor; dead letters for what is neither.</summary>
    internal static ActorSelection Parse(ActorSystemImpl system, ActorRef anchor, string path)
    {
        if (string.IsNullOrEmpty(path))
            return new(system.DeadLetterRef, "");
        if (path.StartsWith('/'))
            return new(system.RootRef, path);
        if (!path.Contains(':') || !Uri.IsWellFormedUriString(path, UriKind.Absolute))
            return new(anchor, path);
        return ActorPath.TryParse(path, out var full) ? Absolute(system, full) : new(system.DeadLetterRef, "");
    }
}
