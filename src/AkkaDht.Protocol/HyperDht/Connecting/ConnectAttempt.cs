using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>
/// A client's attempt to connect to a server by its key (03-hyperdht.md §8): finds nodes that know the server, shakes hands with it through
/// them, and brings the stream <c>localId</c> onto a path. The machine of one <c>AttemptActor</c>. Reference: hyperdht <c>lib/connect.js</c>.
/// </summary>
public sealed partial class ConnectAttempt : PeerLink
{
    /// <summary>An attempt that <see cref="HandleStart"/> begins. <paramref name="localId"/> is the stream that is reserved for it, <paramref name="gate"/> the node's.</summary>
    public ConnectAttempt(
        ICryptoSuite crypto,
        IRandomSource random,
        ConnectSettings settings,
        ConnectOptions options,
        PeerVantage vantage,
        StreamId localId,
        RandomPunchGate gate)
    {
    }

    /// <summary>The attempt begins; its deadline counts from here. Once.</summary>
    public void HandleStart(Instant now) { }

    /// <summary>A node answered the walk with the record of a peer; records of others than ours are passed over.</summary>
    public void HandleFound(Instant now, Reply reply, PeerRecord record) { }

    /// <summary>The walk is over, for whatever reason, unless it was stopped.</summary>
    public void HandleFindEnded(Instant now) { }
}
