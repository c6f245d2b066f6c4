using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Lifecycle;

/// <summary>What the lifecycle of a node knows at a moment; published for anybody to read without asking.</summary>
internal sealed record LifecycleView(
    NodeIdentity Identity,
    PeerAddress? PublicAddress,
    PeerAddress? RemoteAddress,
    bool IsBootstrapped,
    bool IsSuspended,
    bool IsOnline,
    bool IsDegraded)
{
    public static LifecycleView Of(NodeLifecycle lifecycle) => new(
        lifecycle.Identity,
        lifecycle.Host is { } host ? new PeerAddress(host, lifecycle.Port) : null,
        lifecycle.RemoteAddress,
        lifecycle.IsBootstrapped, lifecycle.IsSuspended, lifecycle.IsOnline, lifecycle.IsDegraded);
}
