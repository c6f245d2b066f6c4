using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Records;

// Who is present under a topic: the first word of a key stays until it is old, or withdrawn.
public sealed partial class RecordStore
{
    private Answer? Announce(
        Instant now, PeerAddress from, NodeId target, in RoundTripToken token, ReadOnlySpan<byte> value, NodeId id, long unixMilliseconds)
    {
        if (!Announcement.TryDecode(value, out var announcement)) return null;
        if (announcement is not { Peer: { } peer }) return announcement.Refresh is { } renewal ? Refresh(now, from, renewal) : null;
        if (announcement.Signature is not { } signature) return null;
        if (!RecordSignatures.VerifyAnnounce(_crypto, signature, target, id, token, peer, announcement.Refresh)) return null;

        // All relays are signed; some are kept.
        var record = peer.Shortened().ToBytes();
        var isSelf = Targets.Of(_crypto, peer.PublicKey) == target;
        var refresh = new StoredRefresh(from.Host, target, peer.PublicKey, record, isSelf);
        if (!TryKeep(now, from, refresh)) return null;

        if (!isSelf) Bump(now, from, target, announcement.Bump, unixMilliseconds);
        if (announcement.Refresh is { } hash) _refreshes.TrySet(now, hash, refresh);
        return Acknowledged;
    }

    private bool TryKeep(Instant now, PeerAddress from, in StoredRefresh announced)
    {
        if (!announced.IsSelf) return _announcements.TryAdd(now, announced.Target, new StoredRecord(announced.Host, announced.PublicKey, announced.Record));
        if (!_router.TryAnnounce(now, announced.Target, from, announced.Record)) return false;

        _announcements.Remove(announced.Target, announced.PublicKey);
        return true;
    }

    private void Bump(Instant now, PeerAddress from, NodeId target, ulong bump, long unixMilliseconds)
    {
        var current = _bumps.TryGet(now, target, out var stored) ? stored.Bump : 0;
        var latest = Math.Max(0, unixMilliseconds) + (long)_settings.MaxBumpDrift.TotalMilliseconds;
        if (bump > current && bump <= (ulong)latest) _bumps.TrySet(now, target, new StoredBump(from.Host, bump));
    }

    // The token proves who announced its hash, and is the hash of the next one.
    private Answer? Refresh(Instant now, PeerAddress from, SecretToken token)
    {
        var hash = RefreshChain.HashOf(_crypto, token);
        if (!_refreshes.TryGet(now, hash, out var announced)) return null;
        if (!TryKeep(now, from, announced)) return null;

        _refreshes.Remove(hash, out _);
        _refreshes.TrySet(now, token, announced);
        return Acknowledged;
    }

    private Answer? Unannounce(NodeId target, in RoundTripToken token, ReadOnlySpan<byte> value, NodeId id)
    {
        if (!Announcement.TryDecode(value, out var announcement)) return null;
        if (announcement is not { Peer: { } peer, Signature: { } signature }) return null;
        if (!RecordSignatures.VerifyUnannounce(_crypto, signature, target, id, token, peer, announcement.Refresh)) return null;

        Unannounce(target, peer.PublicKey);
        return Acknowledged;
    }
}
