using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// What happens to a request that a peer makes: internal commands are answered on the spot, the application's are handed out.
/// Nothing here allocates on the way from a PING or FIND_NODE to its reply. Reference: dht-rpc <c>index.js</c>,
/// <c>_onrequest</c> (02-dht-rpc.md A7 to A10).
/// </summary>
internal sealed partial class IncomingRequests(
    AnswerSettings settings, RoundTripTokens tokens, IRandomSource random, TransmitQueue transmits)
{
    private readonly HostQuota _bytes = new(settings.UnverifiedBytesPerSecond, TimeSpan.FromSeconds(1), settings.HostSlots, random);
    private readonly HostQuota _hints = new(settings.DownHintsPerHost, TimeSpan.FromSeconds(5), settings.HostSlots, random);
    private readonly HostQuota _delays = new(settings.DelayedPingsPerHost, TimeSpan.FromSeconds(10), settings.HostSlots, random);
    private readonly DelayedPings _delayed = new(settings.MaxDelayedPings);
    private readonly OpenRequests _open = new(settings.MaxOpenRequests, settings.OpenRequestLifetime);
    private readonly Queue<IncomingRequest> _incoming = new();
    private readonly Queue<PeerAddress> _downHints = new();
    private AnswerStats _stats;

    public AnswerStats Stats => _stats;

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextDeadline => _delayed.NextDeadline;

    /// <summary>Whether somebody handles the application's commands; without anybody they get UNKNOWN_COMMAND.</summary>
    public bool HasHandler { get; set; }

    /// <summary>Takes the next request for the application.</summary>
    public bool TryTakeIncoming(out IncomingRequest? request) => _incoming.TryDequeue(out request);

    /// <summary>Takes the next node that somebody says is down.</summary>
    public bool TryTakeDownHint(out PeerAddress down) => _downHints.TryDequeue(out down);

    /// <summary>
    /// Takes in one request that came from <paramref name="from"/> on <paramref name="socket"/>; false when it showed a token
    /// that is not valid, so that nothing else in it is to be believed either.
    /// </summary>
    public bool HandleRequest(
        Instant now, NodeIdentity identity, SocketRole socket, PeerAddress from, NodeId? fromId, in RequestDatagram request)
    {
        _stats.Requests++;
        if (request.HasToken && !IsProven(now, from, request.Token))
        {
            Reply(now, identity, ReplyTo(socket, from, request) with { Error = ErrorCodes.InvalidToken, HasToken = true });
            return false;
        }

        if (request.IsInternal) HandleInternal(now, identity, socket, from, request);
        else HandleApplication(now, identity, socket, from, fromId, request);
        return true;
    }

    /// <summary>The application answers a request that it was handed.</summary>
    public void HandleAnswer(Instant now, NodeIdentity identity, IncomingRequest request, Answer answer)
    {
        _open.Close(request.Number);
        Reply(now, identity, new Draft(answer.Socket ?? request.Socket, answer.To ?? request.From, request.Tid)
        {
            Target = answer.IncludeCloserNodes ? request.Target : null,
            HasToken = answer.IncludeToken ?? answer.Error == ErrorCodes.Ok,
            Error = answer.Error,
            HasValue = answer.Error == ErrorCodes.Ok && answer.Value is not null,
        }, answer.Value is { } value ? value.Span : default);
    }

    /// <summary>The application passes a request on to <paramref name="to"/> under its sender's transaction id (A10).</summary>
    public void HandleRelay(NodeIdentity identity, IncomingRequest request, ReadOnlyMemory<byte>? value, PeerAddress to, SocketRole? socket)
    {
        _open.Close(request.Number);
        Relay(identity, request, value, to, socket ?? request.Socket);
    }

    /// <summary>The application will not answer; the sender gets silence.</summary>
    public void HandleIgnore(IncomingRequest request) => _open.Close(request.Number);

    /// <summary>Answers the delayed pings whose time has come.</summary>
    public void HandleTimeout(Instant now, NodeIdentity identity)
    {
        while (_delayed.TryTakeDue(now, out var ping))
            Reply(now, identity, new Draft(ping.Socket, ping.From, ping.Tid));
    }

    /// <summary>Forgets what has not been answered: the sockets are gone.</summary>
    public void HandleSuspend() => _delayed.Clear();

    // A host that echoes a token receives what is sent to it, so that nothing is amplified towards anybody else.
    private bool IsProven(Instant now, PeerAddress from, in RoundTripToken token)
    {
        if (!tokens.IsValid(now, from.Host, token))
        {
            _stats.InvalidTokens++;
            return false;
        }

        if (!IsExempt(from)) _bytes.Forgive(now, from.Host);
        return true;
    }

    private void HandleInternal(Instant now, NodeIdentity identity, SocketRole socket, PeerAddress from, in RequestDatagram request)
    {
        switch (request.Command)
        {
            case Commands.Ping: Reply(now, identity, new Draft(socket, from, request.Tid)); break;
            case Commands.PingNat: HandlePingNat(now, identity, socket, from, request); break;
            case Commands.FindNode: HandleFindNode(now, identity, socket, from, request); break;
            case Commands.DownHint: HandleDownHint(now, identity, socket, from, request); break;
            case Commands.DelayedPing: HandleDelayedPing(now, socket, from, request); break;
            default: Reply(now, identity, ReplyTo(socket, from, request) with { Error = ErrorCodes.UnknownCommand }); break;
        }
    }

    private void HandlePingNat(Instant now, NodeIdentity identity, SocketRole socket, PeerAddress from, in RequestDatagram request)
    {
        if (CommandValues.TryReadPingNat(request.Value, out var port) && port != 0) Reply(now, identity, new Draft(socket, new PeerAddress(from.Host, port), request.Tid));
        else _stats.BadValues++;
    }

    private void HandleFindNode(Instant now, NodeIdentity identity, SocketRole socket, PeerAddress from, in RequestDatagram request)
    {
        if (request.HasTarget) Reply(now, identity, ReplyTo(socket, from, request));
        else _stats.BadValues++;
    }

    private void HandleDownHint(Instant now, NodeIdentity identity, SocketRole socket, PeerAddress from, in RequestDatagram request)
    {
        if (!CommandValues.TryReadDownHint(request.Value, out var down))
        {
            _stats.BadValues++;
            return;
        }

        if (IsExempt(from) || _hints.TrySpend(now, from.Host, 1)) _downHints.Enqueue(down);
        else _stats.DownHintsRefused++;
        Reply(now, identity, new Draft(socket, from, request.Tid));
    }

    private void HandleDelayedPing(Instant now, SocketRole socket, PeerAddress from, in RequestDatagram request)
    {
        if (!CommandValues.TryReadDelayedPing(request.Value, out var delay) || delay > settings.MaxPingDelay)
        {
            _stats.BadValues++;
            return;
        }

        var allowed = IsExempt(from) || _delays.TrySpend(now, from.Host, 1);
        if (!allowed || !_delayed.TryAdd(now + delay, new DelayedPings.Waiting(socket, request.Tid, from))) _stats.DelayedPingsRefused++;
    }

    private void HandleApplication(
        Instant now, NodeIdentity identity, SocketRole socket, PeerAddress from, NodeId? fromId, in RequestDatagram request)
    {
        if (!HasHandler)
        {
            Reply(now, identity, ReplyTo(socket, from, request) with { Error = ErrorCodes.UnknownCommand });
            return;
        }

        if (!_open.TryOpen(now, out var number))
        {
            _stats.OpenRequestsRefused++;
            return;
        }

        _incoming.Enqueue(new IncomingRequest(
            number, socket, request.Tid, from, fromId, request.To,
            request.HasToken ? request.Token : null,
            request.Command,
            request.HasTarget ? request.Target : null,
            request.HasValue ? request.Value.ToArray() : (ReadOnlyMemory<byte>?)null));
    }

    private bool IsExempt(PeerAddress address) => settings.ExemptPrivate && address.IsPrivate;
}
