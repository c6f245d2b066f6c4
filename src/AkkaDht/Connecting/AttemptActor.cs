using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;
using AkkaDht.Supervision;

namespace AkkaDht.Connecting;

/// <summary>One attempt to connect to a server by its key: drives a <see cref="ConnectAttempt"/> for one connection, and ends with it.</summary>
internal sealed class AttemptActor : LinkActor
{
    private readonly ConnectAttempt _attempt;
    private readonly Walker _walker;

    public AttemptActor(NodeParts parts, ConnectMessages.Begin begin, ConnectOptions options, PeerVantage vantage)
        : base(parts)
    {
        _walker = new Walker(parts.Queries, Self);
        _attempt = new ConnectAttempt(
            parts.Crypto, parts.Settings.NewRandom(), parts.Settings.Connecting, options, vantage, begin.LocalId, parts.PunchGate);
        Serve(begin.Connection, begin.LocalId);
    }

    protected override PeerLink Link => _attempt;

    protected override void PreStart()
    {
        Connection.Tell(new ConnectionMessages.BeGuidedBy(Self));
        _attempt.HandleStart(Now);
        Drain();
    }

    protected override void PostStop()
    {
        _walker.Stop();
        base.PostStop();
        Parts.ConnectCounters.CountEnded(_attempt.IsConnected);
    }

    protected override void ReceiveOther(object message)
    {
        switch (message)
        {
            case QueryMessages.Started started: _walker.Started(started.Query); break;
            case QueryMessages.Progressed progressed: Found(progressed.Result); break;
            case QueryMessages.Finished: if (_walker.TakesEnd(Sender)) _attempt.HandleFindEnded(Now); break;
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

    private void Find(PeerAction.FindPeer find)
    {
        var seeds = find.Seeds.Select(address => new Node(Parts.IdOf(address), address));
        _walker.Start(new QueryPlan(find.Target, PeerCommands.FindPeer) { Seeds = [.. seeds], Retries = find.Retries }, FoundPeer.In);
    }

    private void Found(object result)
    {
        if (_walker.TakesProgress(Sender) && result is FoundPeer found) _attempt.HandleFound(Now, found.Reply, found.Record);
    }

    /// <summary>A reply to FIND_PEER that has a record.</summary>
    private sealed record FoundPeer(Reply Reply, PeerRecord Record)
    {
        public static FoundPeer? In(Reply reply) =>
            reply.Value is { } value && PeerRecord.TryDecode(value.Span, out var record) ? new FoundPeer(reply, record) : null;
    }
}
