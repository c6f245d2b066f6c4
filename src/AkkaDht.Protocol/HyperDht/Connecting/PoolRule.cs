using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>
/// Which of two connections to the same peer a pool keeps, so that both sides keep the same one (03-hyperdht.md §16); of a swarm the
/// opposite is true. Reference: hyperdht <c>lib/connection-pool.js</c>, _attachStream.
/// </summary>
public static class PoolRule
{
    /// <summary>
    /// Whether a new connection takes the place of the existing one: when the same side began both, since it would not begin another if it
    /// still had that one; else on the side with the greater key.
    /// </summary>
    public static bool KeepsNew(PublicKey own, PublicKey remote, bool isNewInitiator, bool isExistingInitiator) =>
        isNewInitiator == isExistingInitiator || IsGreater(own, remote);

    // Keys compare as their bytes do.
    private static bool IsGreater(PublicKey left, PublicKey right) =>
        (left.Word0, left.Word1, left.Word2, left.Word3).CompareTo((right.Word0, right.Word1, right.Word2, right.Word3)) > 0;
}
