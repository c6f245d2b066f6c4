using AkkaDht.Announcing;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht;

/// <content>What the node announces for good.</content>
public sealed partial class DhtNode
{
    /// <summary>Announces the node, or who the announcement names, for as long as the node runs, and after a restart too where it keeps its state.</summary>
    /// <exception cref="DhtException">There are too many already, or the key pair cannot sign.</exception>
    public Task<AnnouncementMessages.Kept> KeepAnnouncedAsync(LastingAnnouncement announcement, CancellationToken cancellationToken = default) =>
        AskAsync<AnnouncementMessages.Kept>(new AnnouncementMessages.Keep(announcement), cancellationToken);

    /// <summary>Ends a lasting announcement, and withdraws it in the background; false when there was none.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="publicKey">Who is announced; null for the node's own key.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<bool> ForgetAnnouncementAsync(NodeId topic, PublicKey? publicKey = null, CancellationToken cancellationToken = default) =>
        (await AskAsync<AnnouncementMessages.Forgotten>(new AnnouncementMessages.Forget(topic, publicKey), cancellationToken)).WasKept;

    /// <summary>The lasting announcements, and how they fare.</summary>
    public async Task<IReadOnlyList<AnnouncementState>> GetAnnouncementsAsync(CancellationToken cancellationToken = default) =>
        (await AskAsync<AnnouncementMessages.Announcements>(AnnouncementMessages.GetAnnouncements.Instance, cancellationToken)).Items;
}
