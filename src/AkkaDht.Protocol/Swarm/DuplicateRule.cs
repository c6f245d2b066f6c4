using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Swarm;

/// <summary>
/// Which of two connections to the same peer a swarm keeps, so that both sides keep the same one (04-hyperswarm.md §7).
/// Reference: hyperswarm <c>index.js</c>, _handleServerConnection.
/// </summary>
public static class DuplicateRule
{
    /// <summary>
    /// Whether a new connection takes the place of the existing one: when bytes have passed both ways there already, since the peer
    /// would not connect anew if it still had that one; else when the side with the greater key initiated it.
    /// </summary>
    public static bool KeepsNew(PublicKey local, PublicKey remote, bool hasReadAndWritten, bool isNewInitiator) =>
        hasReadAndWritten || IsGreater(local, remote) == isNewInitiator;

    // Keys compare as their bytes do.
    private static bool IsGreater(PublicKey left, PublicKey right)
    {
        Span<byte> leftBytes = stackalloc byte[PublicKey.Length];
        Span<byte> rightBytes = stackalloc byte[PublicKey.Length];
        left.CopyTo(leftBytes);
        right.CopyTo(rightBytes);
        return leftBytes.SequenceCompareTo(rightBytes) > 0;
    }
}
