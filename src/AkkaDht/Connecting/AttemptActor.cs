using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;
using AkkaDht.Records;
using AkkaDht.Supervision;

namespace AkkaDht.Connecting;

/// <summary>
/// One attempt to connect to a server by its key: drives a <see cref="ConnectAttempt"/> for one connection, and ends with it. A node that
/// keeps records asks itself first, since no walk will.
/// </summary>
internal sealed class AttemptActor : LinkActor
{
    /// <summary>How long the node has to say what it keeps; longer only when that part of it has just failed.</summary>
    private static readonly TimeSpan OwnAnswerTimeout = TimeSpan.FromSeconds(1);

    private readonly ConnectMessages.Begin _begin;
    private readonly ConnectOptions _options;
    private readonly PeerVantage _vantage;
    private readonly Walker _walker;
    private ConnectAttempt? _attempt;

    public AttemptActor(NodeParts parts, ConnectMessages.Begin begin, ConnectOptions options, PeerVantage vantage)
        : base(parts)
    {
        (_begin, _options, _vantage) = (begin, options, vantage);
        _walker = new Walker(parts.Queries, Self);
        Serve(begin.Connection, begin.LocalId);
    }

    protected override PeerLink? Link => _attempt;

    protected override void PreStart()
    {
        Connection.Tell(new ConnectionMessages.BeGuidedBy(Self));
        if (Parts.Identity.IsEphemeral) Begin(null);
        else AskOwnNode();
    }

    protected override void PostStop()
    {
        _walker.Stop();
        base.PostStop();
        Parts.ConnectCounters.CountEnded(_attempt is { IsConnected: true });
    }

    protected override void ReceiveOther(object message)
    {
        switch (message)
        {
            case RecordMessages.Relay relay: Begin(relay.Address); break;
            case ReceiveTimeout: Begin(null); break;
            case QueryMessages.Started started: _walker.Started(started.Query); break;
            case QueryMessages.Progressed progressed: Found(progressed.Result); break;
            case QueryMessages.Finished: if (_walker.TakesEnd(Sender)) _attempt?.HandleFindEnded(Now); break;
            default: Unhandled(message); break;
        }
    }

    protected override void ActOther(PeerAction action)
    {
        switch (action)
        {
            case PeerAction.FindPeer find: Find(find); break;
            case PeerAction.StopFinding: _walker.Stop(); break;
            default: Invariant.That(false, $"Every action of an attempt is acted upon, also {action.GetType().Name}."); break;
        }
    }

    private void AskOwnNode()
    {
        Parts.Records.Tell(new RecordMessages.GetRelay(Targets.Of(Parts.Crypto, _options.Remote)));
        Context.SetReceiveTimeout(OwnAnswerTimeout);
    }

    private void Begin(PeerAddress? ownRelay)
    {
        Context.SetReceiveTimeout(null);
        if (_attempt is not null) return;

        _attempt = new ConnectAttempt(
            Parts.Crypto, Parts.Settings.NewRandom(), Parts.Settings.Connecting, _options, _vantage with { OwnRelay = ownRelay }, _begin.LocalId, Parts.PunchGate);
        _attempt.HandleStart(Now);
        Drain();
    }

    private void Find(PeerAction.FindPeer find)
    {
        var seeds = find.Seeds.Select(address => new Node(Parts.IdOf(address), address));
        _walker.Start(new QueryPlan(find.Target, PeerCommands.FindPeer) { Seeds = [.. seeds], Retries = find.Retries }, FoundPeer.In);
    }

    private void Found(object result)
    {
        if (_walker.TakesProgress(Sender) && result is FoundPeer found) _attempt?.HandleFound(Now, found.Reply, found.Record);
    }

    /// <summary>A reply to FIND_PEER that has a record.</summary>
    private sealed record FoundPeer(Reply Reply, PeerRecord Record)
    {
        public static FoundPeer? In(Reply reply) =>
            reply.Value is { } value && PeerRecord.TryDecode(value.Span, out var record) ? new FoundPeer(reply, record) : null;
    }
}
