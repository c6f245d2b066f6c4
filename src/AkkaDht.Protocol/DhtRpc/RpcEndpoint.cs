using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// Everything between datagrams and their meaning, for one node: matches replies to requests, answers requests, and reports
/// what a datagram tells about its sender. The machine of <c>RequestsActor</c>. Reference: dht-rpc <c>lib/io.js</c>.
/// </summary>
/// <typeparam name="TOwner">What the maker of a request gets back with its outcome.</typeparam>
public sealed class RpcEndpoint<TOwner>
{
    private const int Unlimited = -1;

    private readonly EndpointSettings _settings;
    private readonly TransmitQueue _transmits = new();
    private readonly RequestTable<TOwner> _requests;
    private readonly IncomingRequests _incoming;
    private readonly HeardNodes _heardNodes;
    private readonly Func<PeerAddress, NodeId> _idOf;
    private readonly Queue<Node> _heard = new();
    private readonly Queue<NatSample> _samples = new();
    private readonly Queue<Node> _down = new();
    private readonly Action<RequestSpec> _onGivenUp;
    private NodeIdentity _identity;
    private DatagramStats _stats;
    private long _tick;
    private int _downHintsInTick;
    private bool _isSuspended;
    private bool _isDestroyed;

    /// <summary>
    /// An endpoint that is not bound yet: requests wait for <see cref="HandleBound"/>. <paramref name="idOf"/> says which id an
    /// address hashes to (A6).
    /// </summary>
    public RpcEndpoint(
        EndpointSettings settings, RoundTripTokens tokens, IRandomSource random, Func<PeerAddress, NodeId> idOf, NodeIdentity identity)
    {
        _settings = settings;
        _identity = identity;
        _idOf = idOf;
        _heardNodes = new HeardNodes(settings.MaxHeardNodes);
        _requests = new RequestTable<TOwner>(settings.Requests, random, _transmits);
        _incoming = new IncomingRequests(settings.Answers, tokens, random, _transmits);
        _onGivenUp = GivenUp;
    }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextDeadline => Instant.Min(_requests.NextDeadline, _incoming.NextDeadline);

    /// <summary>Requests in flight now, waiting ones included.</summary>
    public int InFlight => _requests.Count;

    /// <summary>Everything counted so far.</summary>
    public EndpointStats Stats => new(_requests.Stats, _incoming.Stats, _stats with { NotRemembered = _heardNodes.Refused });

    /// <summary>Takes in one datagram that begins like a request or a reply, and may be any bytes from anybody.</summary>
    public void HandleDatagram(Instant now, SocketRole socket, PeerAddress from, ReadOnlySpan<byte> datagram)
    {
        if (_isSuspended) return;

        if (RequestDatagram.TryDecode(datagram, out var request, out _)) HandleRequest(now, socket, from, request);
        else if (ReplyDatagram.TryDecode(datagram, out var reply, out _)) HandleReply(now, socket, from, reply);
        else _stats.Malformed++;
    }

    /// <summary>A datagram came that is none of ours; it is only counted.</summary>
    public void HandleForeign() => _stats.Foreign++;

    /// <summary>Starts a request; exactly one final outcome for <paramref name="owner"/> follows.</summary>
    public void HandleStart(Instant now, in RequestSpec spec, TOwner owner)
    {
        if (IsDownHint(spec) && !TrySpendDownHint()) _requests.Refuse(owner);
        else _requests.HandleStart(now, _identity, spec, owner);
    }

    /// <summary>Fails the requests of a session as destroyed.</summary>
    public void HandleCancel(Instant now, long session) => _requests.HandleCancel(now, session);

    /// <summary>The application answers a request that it was handed.</summary>
    public void HandleAnswer(Instant now, IncomingRequest request, Answer answer)
    {
        if (_isSuspended) _incoming.HandleIgnore(request);
        else _incoming.HandleAnswer(now, _identity, request, answer);
    }

    /// <summary>The application passes a request on to another node.</summary>
    public void HandleRelay(IncomingRequest request, ReadOnlyMemory<byte>? value, PeerAddress to, SocketRole? socket)
    {
        if (_isSuspended) _incoming.HandleIgnore(request);
        else _incoming.HandleRelay(_identity, request, value, to, socket);
    }

    /// <summary>The application leaves a request unanswered.</summary>
    public void HandleIgnore(IncomingRequest request) => _incoming.HandleIgnore(request);

    /// <summary>Somebody handles the application's commands from now on, or nobody any more.</summary>
    public void HandleHandler(bool isPresent) => _incoming.HasHandler = isPresent;

    /// <summary>The node's id, table or firewall state changed.</summary>
    public void HandleIdentity(NodeIdentity identity) => _identity = identity;

    /// <summary>The NAT sampler started anew, so that the first senders without an id count again.</summary>
    public void HandleNatReset() => _heardNodes.HandleNatReset();

    /// <summary>A tick of 5 s has begun.</summary>
    public void HandleTick(long tick)
    {
        _tick = tick;
        _downHintsInTick = 0;
    }

    /// <summary>A node left the routing table.</summary>
    public void HandleRemoved(Node node) => _heardNodes.HandleRemoved(node.Address);

    /// <summary>Both sockets are bound.</summary>
    public void HandleBound(Instant now)
    {
        _isSuspended = _isDestroyed;
        _requests.HandleBound(now, _identity);
    }

    /// <summary>The node is suspended: everything in flight fails and nothing is answered.</summary>
    public void HandleSuspend(Instant now)
    {
        _isSuspended = true;
        _requests.HandleSuspend(now);
        _incoming.HandleSuspend();
        _transmits.Clear();
    }

    /// <summary>The node ends: everything in flight fails and nothing starts any more.</summary>
    public void HandleDestroy(Instant now)
    {
        (_isSuspended, _isDestroyed) = (true, true);
        _requests.HandleDestroy(now);
        _incoming.HandleSuspend();
        _transmits.Clear();
    }

    /// <summary>Does what is due at <paramref name="now"/>; too early does no harm.</summary>
    public void HandleTimeout(Instant now)
    {
        _requests.HandleTimeout(now, _identity, _onGivenUp);
        _incoming.HandleTimeout(now, _identity);
    }

    /// <summary>Takes the next datagram to send; its bytes are good until the next input.</summary>
    public bool TryTakeTransmit(out Transmit transmit) => _transmits.TryTake(out transmit);

    /// <summary>Takes the next outcome of a request.</summary>
    public bool TryTakeOutcome(out RequestOutcome<TOwner> outcome) => _requests.TryTakeOutcome(out outcome);

    /// <summary>Takes the next request for the application.</summary>
    public bool TryTakeIncoming([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IncomingRequest? request) => _incoming.TryTakeIncoming(out request);

    /// <summary>Takes the next node that was heard, for the routing table.</summary>
    public bool TryTakeHeard(out Node node) => _heard.TryDequeue(out node);

    /// <summary>Takes the next statement about our own address.</summary>
    public bool TryTakeNatSample(out NatSample sample) => _samples.TryDequeue(out sample);

    /// <summary>Takes the next node that a peer says is down, for the table to check.</summary>
    public bool TryTakeDownHint(out Node node)
    {
        var taken = _incoming.TryTakeDownHint(out var address);
        node = taken ? new Node(_idOf(address), address) : default;
        return taken;
    }

    /// <summary>Takes the next entry of the table that did not answer a request of ours.</summary>
    public bool TryTakeDown(out Node node) => _down.TryDequeue(out node);

    private void HandleRequest(Instant now, SocketRole socket, PeerAddress from, in RequestDatagram request)
    {
        var fromId = request.HasId ? Proven(from, request.Id) : null;
        var isBelieved = _incoming.HandleRequest(now, _identity, socket, from, fromId, request);
        if (isBelieved && fromId is { } id) Hear(new Node(id, from), request.To, socket);
    }

    private void HandleReply(Instant now, SocketRole socket, PeerAddress from, in ReplyDatagram reply)
    {
        var fromId = reply.HasId ? Proven(from, reply.Id) : null;
        if (!_requests.HandleReply(now, reply, from, fromId, socket))
            _stats.UnexpectedReplies++;
        else if (fromId is { } id)
            Hear(new Node(id, from), reply.To, socket);
        else if (!socket.IsPooled && _settings.NodeFilter?.Invoke(new Node(_idOf(from), from)) != false && _heardNodes.HandleIdless(from, _settings.IdlessSamples))
            _samples.Enqueue(new NatSample(from, reply.To));
    }

    /// <summary>The id, when it is the hash of the address that it came from; otherwise the sender counts as having none (A6).</summary>
    private NodeId? Proven(PeerAddress from, NodeId claimed)
    {
        if (_idOf(from) == claimed) return claimed;

        _stats.WrongIds++;
        return null;
    }

    private void Hear(Node node, PeerAddress to, SocketRole socket)
    {
        if (node.Id == _identity.Table.Id || _settings.NodeFilter?.Invoke(node) == false) return;

        var verdict = _heardNodes.HandleNode(_tick, node, _identity.Table, isExternal: socket != _identity.RequestSocket);
        if (verdict.Report) _heard.Enqueue(node);
        if (verdict.Sample && !socket.IsPooled) _samples.Enqueue(new NatSample(node.Address, to));
    }

    private static bool IsDownHint(in RequestSpec spec) => spec is { IsInternal: true, Command: Commands.DownHint };

    private bool TrySpendDownHint() =>
        _settings.DownHintsPerTick == Unlimited || ++_downHintsInTick <= _settings.DownHintsPerTick;

    private void GivenUp(RequestSpec spec)
    {
        if (spec.ToId is { } id) _down.Enqueue(new Node(id, spec.To));
    }
}
