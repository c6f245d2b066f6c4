using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// Passes handshakes and hole punches on between two peers that cannot reach each other yet (03-hyperdht.md §6): to a server of this
/// node, or to one that announced itself here. Works while nothing is stored yet, too. The machine of <c>RecordStoreActor</c>, beside
/// <see cref="RecordStore"/>. Reference: hyperdht <c>lib/router.js</c>.
/// </summary>
public sealed class PeerRouter
{
    private readonly Dictionary<NodeId, ReadOnlyMemory<byte>> _servers = new(TargetComparer.Instance);
    private readonly ValueTable<NodeId, StoredForward> _forwards;

    /// <summary>A router that knows nobody yet.</summary>
    public PeerRouter(RecordStoreSettings settings)
    {
        Budget = new ByteBudget(settings);
        _forwards = new ValueTable<NodeId, StoredForward>(settings.MaxForwards, settings.AnnouncementAge, Budget, TargetComparer.Instance);
    }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextDeadline => _forwards.NextDeadline;

    /// <summary>Servers of this node.</summary>
    public int Servers => _servers.Count;

    /// <summary>Servers of others that announced themselves here.</summary>
    public int Forwards => _forwards.Count;

    /// <summary>What strangers' entries are charged to, here and in the store.</summary>
    internal ByteBudget Budget { get; }

    /// <summary>A server of this node listens: what comes for <paramref name="target"/> is its own, whoever announces that key elsewhere.</summary>
    public void Listen(NodeId target, PeerRecord record)
    {
        _forwards.Remove(target, out _);
        _servers[target] = record.ToBytes();
    }

    /// <summary>The server listens no more.</summary>
    public void Unlisten(NodeId target) => _servers.Remove(target);

    /// <summary>From where the server with this target announced itself, if it did.</summary>
    public PeerAddress? RelayOf(Instant now, NodeId target) => _forwards.TryGet(now, target, out var forward) ? forward.Relay : null;

    /// <summary>Forgets what is too old.</summary>
    public void HandleTimeout(Instant now) => _forwards.HandleTimeout(now);

    /// <summary>A PEER_HANDSHAKE came in.</summary>
    public RouterVerdict HandleHandshake(Instant now, IncomingRequest request)
    {
        if (request.Value is not { } value || !HandshakeMessage.TryDecode(value.Span, out var message)) return RouterVerdict.Drop.Instance;
        if (request.Target is { } target && _servers.ContainsKey(target)) return ForOwnServer(target, message);

        return message.Mode switch
        {
            PeerMode.FromClient => FromClient(now, request, message),
            PeerMode.FromRelay when RelayOf(now, request.Target) is { } relay =>
                Forward(new HandshakeMessage(PeerMode.FromSecondRelay, message.Noise, message.Peer, request.From), relay),
            PeerMode.FromServer when message.Peer is { } peer =>
                Reply(new HandshakeMessage(PeerMode.Reply, message.Noise, request.From, null), peer),
            _ => RouterVerdict.Drop.Instance,
        };
    }

    /// <summary>A PEER_HOLEPUNCH came in.</summary>
    public RouterVerdict HandleHolepunch(Instant now, IncomingRequest request)
    {
        if (request.Value is not { } value || !HolepunchMessage.TryDecode(value.Span, out var message)) return RouterVerdict.Drop.Instance;

        return message.Mode switch
        {
            PeerMode.FromClient when (message.Peer ?? RelayOf(now, request.Target)) is { } to =>
                Forward(message with { Mode = PeerMode.FromRelay, Peer = request.From }, to),
            PeerMode.FromRelay when message.Peer is not null && request.Target is { } target && _servers.ContainsKey(target) =>
                new RouterVerdict.HolepunchForServer(target, message),
            PeerMode.FromServer => Reply(message with { Mode = PeerMode.Reply, Peer = request.From }, message.Peer),
            _ => RouterVerdict.Drop.Instance,
        };
    }

    /// <summary>What the node does with the <paramref name="noise"/> that its server answers to <paramref name="received"/>, by <paramref name="socket"/> if it chose one.</summary>
    public static RouterVerdict AnswerHandshake(IncomingRequest request, HandshakeMessage received, ReadOnlyMemory<byte> noise, SocketRole? socket)
    {
        var onward = new HandshakeMessage(PeerMode.FromServer, noise, received.Peer, null);
        return received.Mode switch
        {
            PeerMode.FromClient => Reply(new HandshakeMessage(PeerMode.Reply, noise, null, null), to: null, socket),
            PeerMode.FromRelay => Forward(onward, request.From, socket),
            PeerMode.FromSecondRelay when received.Relay is { } relay => Forward(onward, relay, socket),
            _ => RouterVerdict.Drop.Instance,
        };
    }

    /// <summary>What the node does with the <paramref name="payload"/> that its server answers to <paramref name="received"/>, by <paramref name="socket"/> if it chose one.</summary>
    public static RouterVerdict AnswerHolepunch(IncomingRequest request, HolepunchMessage received, ReadOnlyMemory<byte> payload, SocketRole? socket) =>
        Forward(new HolepunchMessage(PeerMode.FromServer, 0, payload, received.Peer), request.From, socket);

    /// <summary>The record of a server, of this node or announced here; null when there is none.</summary>
    internal ReadOnlyMemory<byte>? RecordOf(Instant now, NodeId target)
    {
        if (_servers.TryGetValue(target, out var own)) return own;
        return _forwards.TryGet(now, target, out var forward) ? forward.Record : (ReadOnlyMemory<byte>?)null;
    }

    /// <summary>A server announces itself from <paramref name="relay"/>; false when the budget does not allow it. One of our own is left as it is.</summary>
    internal bool TryAnnounce(Instant now, NodeId target, PeerAddress relay, ReadOnlyMemory<byte> record) =>
        _servers.ContainsKey(target) || _forwards.TrySet(now, target, new StoredForward(relay, record));

    /// <summary>A server takes its announcement back.</summary>
    internal void Unannounce(NodeId target) => _forwards.Remove(target, out _);

    private static RouterVerdict ForOwnServer(NodeId target, HandshakeMessage message) => message.Mode switch
    {
        PeerMode.FromClient or PeerMode.FromRelay => new RouterVerdict.HandshakeForServer(target, message),
        PeerMode.FromSecondRelay when message.Relay is not null => new RouterVerdict.HandshakeForServer(target, message),
        _ => RouterVerdict.Drop.Instance,
    };

    private RouterVerdict FromClient(Instant now, IncomingRequest request, HandshakeMessage message)
    {
        // Who asks the wrong node is told of better ones.
        if ((message.Relay ?? RelayOf(now, request.Target)) is not { } to) return new RouterVerdict.Reply(new Answer { IncludeToken = false });

        return Forward(new HandshakeMessage(PeerMode.FromRelay, message.Noise, request.From, null), to);
    }

    private PeerAddress? RelayOf(Instant now, NodeId? target) => target is { } known ? RelayOf(now, known) : null;

    private static RouterVerdict.Forward Forward<TMessage>(TMessage message, PeerAddress to, SocketRole? socket = null)
        where TMessage : IWireMessage<TMessage> => new(message.ToBytes(), to, socket);

    private static RouterVerdict.Reply Reply<TMessage>(TMessage message, PeerAddress? to, SocketRole? socket = null)
        where TMessage : IWireMessage<TMessage> =>
        new(new Answer { Value = message.ToBytes(), IncludeToken = false, IncludeCloserNodes = false, To = to, Socket = socket });
}
