namespace Akka.Actor;

/// <summary>The root of a system's tree.</summary>
public sealed class RootActorPath : ActorPath
{
    /// <summary>The root of the system at an address.</summary>
    public RootActorPath(Address address, string name = "") : base(null, name, 0) => RootAddress = address;

    internal Address RootAddress { get; }
}

/// <summary>A path below another one.</summary>
public sealed class ChildActorPath : ActorPath
{
    /// <summary>A child's path; <paramref name="uid"/> 0 means no incarnation in particular.</summary>
    public ChildActorPath(ActorPath parentPath, string name, long uid) : base(parentPath, name, uid) { }
}
