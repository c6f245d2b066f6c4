using System.Text;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Service.Doctor;
using AkkaDht.Supervision;

namespace AkkaDht.Service.Output;

/// <summary>Makes lines of what nodes know.</summary>
internal static class Lines
{
    private const int SeedLength = 32;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Ready Ready(NodeStatus status)
    {
        var address = status.RemoteAddress ?? Reachable(status);
        return new Ready(address.HostText, address.Port, status.Id?.ToHex());
    }

    public static Found Found(ReadOnlySpan<byte> value)
    {
        try
        {
            return new Found(Strict.GetString(value));
        }
        catch (DecoderFallbackException)
        {
            return new Found(Encoding.UTF8.GetString(value)) { Hex = Convert.ToHexStringLower(value) };
        }
    }

    public static Pong Pong(Reply reply) => new(reply.From.HostText, reply.From.Port, reply.FromId?.ToHex(), reply.Rtt.TotalMilliseconds);

    public static Closest Closest(NodeId target, IEnumerable<Node> nodes) => new(
        [.. nodes.Select(node => new ClosestNode(node.Address.HostText, node.Address.Port, node.Id.ToHex(), node.Id.DistanceTo(target).ToHex()))]);

    public static MadeKeyPair KeyPair(KeyPair keyPair) =>
        new(keyPair.PublicKey.ToHex(), KeyText.Format(keyPair.PublicKey), SeedOf(keyPair));

    /// <summary>Secret: the seed of a pair that was made for its user.</summary>
    public static string SeedOf(KeyPair keyPair) => Convert.ToHexStringLower(keyPair.SecretKey[..SeedLength]);

    public static FoundPeer Peer(PeerRecord peer) => Peer(peer.PublicKey, [.. peer.Relays.Select(relay => relay.ToString())]);

    public static FoundPeer Peer(PublicKey key, IReadOnlyList<string> relays) => new(key.ToHex(), KeyText.Format(key), relays);

    public static Connected Connection(DhtConnection connection) => new(connection.RemotePublicKey.ToHex());

    public static Examined Finding(Finding finding) => new(finding.Check, Word(finding.Verdict), finding.Says, finding.Advice);

    public static Diagnosed Diagnosis(Measurements measured) => new(
        measured.IsOnline,
        Word(measured.Firewall),
        Word(measured.Nat),
        measured.PublicHost is { } host ? new PeerAddress(host, 0).HostText : null,
        measured.LocalAddress.Port);

    private static string Word<TEnum>(TEnum value) where TEnum : struct, Enum => value.ToString().ToLowerInvariant();

    // Not known to be reachable from elsewhere: our own host as others see it if they do, with the port that is bound here.
    private static PeerAddress Reachable(NodeStatus status)
    {
        var local = status.LocalAddress ?? PeerAddress.None;
        return status.PublicAddress is { } seen ? local with { Host = seen.Host } : local;
    }
}
