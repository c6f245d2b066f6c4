using Akka.Actor;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Announcing;

/// <summary>
/// Lasting announcements: topics under which a peer is to be found for as long as the node runs, and again after a restart when the
/// node keeps its state. Anybody tells a node's actor; a failure is a <see cref="Status.Failure"/> that holds a <see cref="DhtException"/>.
/// </summary>
public static class AnnouncementMessages
{
    /// <summary>Anybody wants a topic announced for good, at once for the first time; one of the same topic and key is replaced.</summary>
    public sealed record Keep(LastingAnnouncement Announcement) : IAsk<Kept>;

    /// <summary>The topic will be announced again and again.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="PublicKey">Who is announced.</param>
    public sealed record Kept(NodeId Topic, PublicKey PublicKey) : IEvent;

    /// <summary>Anybody wants a topic announced no more; what others still have of it is withdrawn.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="PublicKey">Who is announced; null for the node's own key.</param>
    public sealed record Forget(NodeId Topic, PublicKey? PublicKey = null) : IAsk<Forgotten>;

    /// <summary>The topic is announced no more.</summary>
    /// <param name="WasKept">Whether it had been.</param>
    public sealed record Forgotten(bool WasKept) : IEvent;

    /// <summary>Anybody asks what is announced for good; answered with <see cref="Announcements"/>.</summary>
    public sealed record GetAnnouncements : IAsk<Announcements>
    {
        /// <summary>The only one.</summary>
        public static readonly GetAnnouncements Instance = new();
    }

    /// <summary>What is announced for good, in the order in which it was asked for.</summary>
    public sealed record Announcements(IReadOnlyList<AnnouncementState> Items) : IEvent;

    /// <summary>An announcement has ended; told by the child that made it.</summary>
    internal sealed record Renewed(long Item, int Nodes) : IEvent;
}

/// <summary>How a lasting announcement fares.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="PublicKey">Who is announced.</param>
/// <param name="Nodes">Nodes that took it the last time; 0 when that failed, or has not happened yet.</param>
public sealed record AnnouncementState(NodeId Topic, PublicKey PublicKey, int Nodes);
