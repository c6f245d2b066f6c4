using Akka.Actor;
using AkkaDht.Pooling;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.SecretStreams;

namespace AkkaDht.Connections;

/// <summary>
/// What a connection tells its pool. One that this side begins is there from the start, so that both sides see two that cross each other in
/// the order that lets them keep the same one; a peer's is there when it has opened.
/// </summary>
internal sealed partial class ConnectionActor
{
    private PublicKey? _memberAs;

    private void JoinPool(PublicKey remote, PublicKey own, bool isOpen)
    {
        if (Spec.Pool is not { } pool) return;

        _memberAs = remote;
        pool.Tell(new PoolMessages.Join(new PooledConnection(Self, remote, !Spec.IsIncoming, isOpen) { Handle = Spec.Handle }, own));
    }

    private void TellPoolOfBeginning()
    {
        if (Spec.Peer is { } peer) JoinPool(peer.PublicKey, (peer.KeyPair ?? _parts.KeyPair).PublicKey, isOpen: false);
    }

    private void TellPoolOfOpening(PublicKey remote)
    {
        if (Spec.OwnKey is { } own) JoinPool(remote, own, isOpen: true);
        else if (_memberAs is not null) Spec.Pool!.Tell(new PoolMessages.HasOpened(Self, remote));
    }

    private void LeavePool()
    {
        if (_memberAs is { } remote) Spec.Pool!.Tell(new PoolMessages.Leave(Self, remote));
        _memberAs = null;
    }

    // A lasting one rests: it may have its turn when the other one has ended.
    private void EndAsDuplicateNow() => _stream!.Abort(Now, new EndReason(EndKind.Duplicate));
}
