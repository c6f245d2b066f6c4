namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>A peer as a record names it; the key in hex.</summary>
internal sealed record JsRecord(string PublicKey, IReadOnlyList<JsAddress> Relays);

/// <summary>What one node had to say about a topic or a key.</summary>
internal sealed record JsRecords(JsSender From, JsAddress To, IReadOnlyList<JsRecord> Peers, long Bump);

/// <summary>A finished walk for records: the nodes that had some, and the closest ones.</summary>
internal sealed record JsRecordWalk(IReadOnlyList<JsRecords> Replies, IReadOnlyList<JsSender> Closest)
{
    /// <summary>The keys found, each once.</summary>
    public IReadOnlySet<string> Keys => Replies.SelectMany(reply => reply.Peers).Select(peer => peer.PublicKey).ToHashSet();
}

/// <summary>A mutable value; all null when none was found.</summary>
internal sealed record JsMutable(ulong? Seq, string? Value, string? Signature);

/// <summary>What storing a mutable value came to: the error codes of the nodes that were asked to store.</summary>
internal sealed record JsMutableStored(string PublicKey, IReadOnlyList<JsSender> Nodes, string Signature, IReadOnlyList<ulong> Errors);

/// <summary>Hole punches of a node by kind, as its own statistics count them.</summary>
internal sealed record JsPunches(int Consistent, int Random, int Open, int TryLater);

/// <summary>Relayed connections of a node's servers.</summary>
internal sealed record JsRelaying(int Attempts, int Successes, int Aborts);

/// <summary>Sockets of hole punches.</summary>
internal sealed record JsSocketPool(int SocketsAdded, int SocketsRemoved);

/// <summary>A hyper node's view of its connections.</summary>
internal sealed record JsHyperStats(JsPunches Punches, JsRelaying Relaying, JsSocketPool SocketPool, int Routes, int RawStreams, int Servers);

/// <summary>A server that listens.</summary>
internal sealed record JsListener(int Server, string PublicKey, IReadOnlyList<JsAddress> Relays, int? Relay);

/// <summary>A node that a server is announced to, and where that node sees it.</summary>
internal sealed record JsServerRelay(JsAddress Relay, JsAddress Peer);

/// <summary>What a server holds: the nodes it is announced to, and the handshakes it remembers.</summary>
internal sealed record JsServerState(IReadOnlyList<JsServerRelay> Relays, int Handshakes, int Holepunches);

/// <summary>Pairings of a relay.</summary>
internal sealed record JsPairings(int Requested, int Matched, int Cancelled, int Pending, int Active);

/// <summary>Sessions or streams of a relay.</summary>
internal sealed record JsOpenings(int Opened, int Closed, int Active);

/// <summary>A relay's own statistics.</summary>
internal sealed record JsRelayStats(JsOpenings Sessions, JsPairings Pairings, JsOpenings Streams);
