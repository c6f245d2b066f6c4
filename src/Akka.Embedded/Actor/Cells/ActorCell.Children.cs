using Akka.Dispatch;

namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private Children? _children;

    /// <summary>The table of children; null until the first one.</summary>
    public Children? Children
    {
        get => _children;
        private set => _children = value;
    }

    public IActorRef ActorOf(Props props, string? name = null) => AttachChild(props, name, isSystemService: false);

    public IActorRef AttachChild(Props props, string? name, bool isSystemService)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is not null && !isSystemService)
            CheckName(name);

        // The table first: one that is made after the end of the actor is not to be used.
        var children = TableOfChildren();
        if (_terminated)
            throw Akka.Actor.Children.Refusal();

        name ??= children.NextName();
        var path = new ChildActorPath(SelfRef.Path, name, System.NextUid());
        var child = new LocalRef(System, SelfRef, path, props, System.Dispatchers.Lookup(props.Dispatcher));
        children.Add(name, child);
        if (SaysLifecycle)
            Say($"now supervising {path}");
        child.Cell.Start();
        return child;
    }

    /// <summary>The table of children, made now if there is none yet.</summary>
    public Children TableOfChildren() => _children ?? Interlocked.CompareExchange(ref _children, new Children(), null) ?? _children!;

    public IActorRef Child(string name) => (IActorRef?)Children?.Find(name) ?? ActorRefs.Nobody;

    public IEnumerable<IActorRef> GetChildren() => Children?.Snapshot() ?? [];

    public void Stop(IActorRef child)
    {
        if (ActorRef.Of(child) is not { } target)
            return;
        if (target is LocalRef local)
            Children?.ShallStop(local);
        target.SendSystem(new Terminate());
    }

    /// <summary>Says what to do once the last stopping child is gone; false when none is stopping.</summary>
    private bool SetStopReason(StopReason reason, Exception? cause) => Children?.SetReason(reason, cause) is true;

    private void HandleChildDeath(LocalRef child)
    {
        var (reason, cause) = Children!.Remove(child);
        switch (reason)
        {
            case StopReason.Recreation: FinishRecreate(cause!); break;
            case StopReason.Creation: FinishCreate(); break;
            case StopReason.Termination: FinishTerminate(); break;
        }
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0)
            throw new InvalidActorNameException("Actor name must not be empty.");
        if (!ActorPath.IsValidPathElement(name))
            throw new InvalidActorNameException(
                $"Illegal actor name [{name}]. Actor paths MUST: not start with `$`, include only ASCII letters and can only contain these special characters: ${"\"-_.*$+:@&=,!~';()"}.");
    }
}
