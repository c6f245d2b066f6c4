using AkkaDht.Records;

namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>Who somebody in a test is. A sentence about two sides is told once, and holds whichever of them is ours.</summary>
public enum Side
{
    /// <summary>A node of npm hyperdht.</summary>
    JavaScript,

    /// <summary>A node of ours.</summary>
    Ours,
}

/// <summary>One node of either side. Keys, topics, seeds and targets are in hex.</summary>
internal interface IHyperPeer : IAsyncDisposable
{
    /// <summary>Where others reach it on loopback.</summary>
    PeerAddress Address { get; }

    /// <summary>The key that it connects as unless told otherwise.</summary>
    string PublicKey { get; }

    Task AnnounceAsync(string topic, string seed, IReadOnlyList<PeerAddress>? relays = null, long bump = 0);

    Task UnannounceAsync(string topic, string seed);

    /// <summary>The peers of that topic, each as often as a node names it, and the latest bump.</summary>
    Task<FoundTopic> LookupAsync(string topic);

    /// <summary>The peer of that key, as often as a node knows it.</summary>
    Task<IReadOnlyList<FoundPeer>> FindPeerAsync(string key);

    Task<string> PutImmutableAsync(byte[] value);

    Task<byte[]?> GetImmutableAsync(string target);

    /// <summary>Stores, and says what the storing nodes had against it.</summary>
    Task<RecordConflict> PutMutableAsync(string seed, byte[] value, ulong seq);

    Task<FoundValue?> GetMutableAsync(string key, ulong seq = 0);

    Task<IHyperServer> ListenAsync(Listening options);

    /// <summary>Begins to connect.</summary>
    Task<IHyperStream> ConnectAsync(string key, Connecting options);

    /// <summary>How many hole punches it has begun, by kind.</summary>
    Task<JsPunches> PunchesAsync();

    Task SuspendAsync();

    Task ResumeAsync();

    /// <summary>Ends it as abruptly as its side can.</summary>
    Task KillAsync();
}

/// <summary>A listening server of either side.</summary>
internal interface IHyperServer
{
    string PublicKey { get; }

    /// <summary>Returns when a client's first message has been read, which is before it is let in.</summary>
    Task HandshakeAsync();

    /// <summary>The next connection, once it comes.</summary>
    Task<IHyperStream> AcceptAsync();

    /// <summary>Listens no longer and takes its announcements back.</summary>
    Task CloseAsync();
}

/// <summary>A blind relay of either side.</summary>
internal interface IHyperRelay : IAsyncDisposable
{
    /// <summary>Where peers ask for pairings.</summary>
    string PublicKey { get; }

    /// <summary>Where everything passes that it relays.</summary>
    PeerAddress Address { get; }

    /// <summary>How many pairs it has joined so far.</summary>
    Task<int> PairsAsync();

    /// <summary>Ends it as abruptly as its side can.</summary>
    Task KillAsync();
}

/// <summary>One end of a connection.</summary>
internal interface IHyperStream
{
    /// <summary>Returns when the other end has proven who it is; fails when it will not.</summary>
    Task OpenedAsync();

    /// <summary>How an attempt failed: a name as the reference's, such as PEER_NOT_FOUND.</summary>
    Task<string> FailedAsync();

    /// <summary>Who the other end is.</summary>
    Task<string> RemoteKeyAsync();

    /// <summary>Where the other end is at the moment.</summary>
    Task<PeerAddress> RemoteAddressAsync();

    Task<JsTally> WriteAsync(JsWriting what);

    /// <summary>Returns when so many messages have been read since the beginning, with what all of them were.</summary>
    Task<JsTally> ReadAsync(int messages);

    Task EndAsync();

    /// <summary>Returns when it is gone; says whether without an error.</summary>
    Task<bool> ClosedAsync();
}

/// <summary>What is known of a topic.</summary>
internal sealed record FoundTopic(IReadOnlyList<FoundPeer> Peers, long Bump)
{
    /// <summary>The keys found, each once.</summary>
    public IReadOnlySet<string> Keys => Peers.Select(peer => peer.PublicKey).ToHashSet();
}

/// <summary>A peer as a record names it.</summary>
internal sealed record FoundPeer(string PublicKey, IReadOnlyList<PeerAddress> Relays);

/// <summary>A mutable value.</summary>
internal sealed record FoundValue(ulong Seq, byte[] Value);
