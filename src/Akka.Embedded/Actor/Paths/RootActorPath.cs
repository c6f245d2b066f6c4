namespace Akka.Actor;

/// <summary>The root of a system's tree.</summary>
public sealed class RootActorPath : ActorPath
{
    /// <summary>The root of the system at an address.</summary>
    public RootActorPath(Address address, string name = "") : base(name, 0, 0) => RootAddress = address;

    /// <inheritdoc/>
    public override ActorPath Parent => this;

    /// <inheritdoc/>
    public override ActorPath Root => this;

    internal Address RootAddress { get; }

    internal string Prefix => Name.TrimEnd('/');
}

/// <summary>A path below another one.</summary>
public sealed class ChildActorPath : ActorPath
{
    /// <summary>A child's path; <paramref name="uid"/> 0 means no incarnation in particular.</summary>
    public ChildActorPath(ActorPath parentPath, string name, long uid) : base(name, parentPath.Depth + 1, uid) => Parent = parentPath;

    /// <inheritdoc/>
    public override ActorPath Parent { get; }

    /// <inheritdoc/>
    public override ActorPath Root
    {
        get
        {
            var path = Parent;
            while (path.Depth > 0)
                path = path.Parent;
            return path;
        }
    }
}
