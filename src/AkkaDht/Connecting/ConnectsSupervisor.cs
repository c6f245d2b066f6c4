using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Supervision;
using static AkkaDht.Connecting.ConnectMessages;

namespace AkkaDht.Connecting;

/// <summary>
/// The attempts of a node to connect to servers, one actor each, and at most so many at once; and what is remembered between them: nodes
/// that lead to servers, and ways that may be used again.
/// </summary>
internal sealed class ConnectsSupervisor(NodeParts parts) : UntypedActor
{
    private readonly IRandomSource _random = parts.Settings.NewRandom();
    private readonly RelayAddressCache _relays = new(parts.Settings.Connecting.MaxRememberedRelays);
    private readonly ReusableRoutes _routes = new(parts.Settings.Connecting.MaxRememberedRoutes);
    private readonly Dictionary<IActorRef, (PublicKey Remote, PeerRoute Route)> _routeOwners = [];
    private ConnectError? _refusal;

    protected override SupervisorStrategy SupervisorStrategy() =>
        // Half an attempt is worth nothing: one that fails is over, and its connection, which watches it, ends or tries anew.
        new OneForOneStrategy(_ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Begin begin: Begin(begin); break;
            case RememberRelays remember: _relays.Set(remember.Remote, remember.Relays); break;
            case RememberRoute remember: RememberRoute(remember); break;
            case EndAll end: EndAll(end); break;
            case Resume _: Resume(); break;
            case Terminated terminated: ConnectionEnded(terminated.ActorRef); break;
            default: Unhandled(message); break;
        }
    }

    private void Begin(Begin begin)
    {
        if (_refusal is { } reason) Refuse(begin.Connection, reason);
        else if (parts.ConnectCounters.Active >= parts.Settings.MaxAttempts) RefuseByLimit(begin.Connection);
        else Start(begin);
    }

    private void Start(Begin begin)
    {
        var options = OptionsOf(begin.Peer);
        var vantage = VantageOf(begin.Peer);
        var props = Props.Create(() => new AttemptActor(parts, begin, options, vantage));
        Context.ActorOf(props, $"a-{parts.ConnectCounters.CountStarted()}");
    }

    private ConnectOptions OptionsOf(PeerSpec peer) => new()
    {
        Remote = peer.PublicKey,
        KeyPair = peer.KeyPair ?? parts.KeyPair,
        RelayAddresses = peer.RelayAddresses,
        RelayThrough = peer.RelayThrough.Count > 0 ? peer.RelayThrough[_random.Next(peer.RelayThrough.Count)] : null,
        LocalConnection = peer.LocalConnection,
        FastOpen = peer.FastOpen,
        IsReusable = peer.IsReusable,
        Holepunch = peer.Holepunch,
    };

    private PeerVantage VantageOf(PeerSpec peer) => parts.Vantage() with
    {
        CachedRelays = _relays.Get(peer.PublicKey),
        Route = RouteTo(peer.PublicKey),
    };

    // A socket of the pool that is closed has taken its ways along.
    private PeerRoute? RouteTo(PublicKey remote)
    {
        if (_routes.Get(remote) is not { } route) return null;
        if (!parts.SocketRefs[route.Socket].IsNobody()) return route;

        _routes.Forget(route.Socket);
        return null;
    }

    private void RememberRoute(RememberRoute remember)
    {
        _routes.Set(remember.Remote, remember.Route);
        if (_routeOwners.TryAdd(remember.Connection, (remember.Remote, remember.Route))) Context.Watch(remember.Connection);
    }

    // A way of the two sockets that are always open is known to work only as long as somebody goes it.
    private void ConnectionEnded(IActorRef connection)
    {
        if (_routeOwners.Remove(connection, out var known) && !known.Route.Socket.IsPooled) _routes.Forget(known.Remote, known.Route);
    }

    private void RefuseByLimit(IActorRef connection)
    {
        parts.ConnectCounters.CountRefused();
        Refuse(connection, ConnectError.RefusedByLimit);
    }

    private static void Refuse(IActorRef connection, ConnectError reason) => connection.Tell(new ConnectionMessages.GiveUp(
        new ConnectFailure(reason, ConnectStage.Finding, FirewallKind.Unknown, FirewallKind.Unknown, [], 0)));

    private void Resume()
    {
        _refusal = null;
        if (parts.Settings.DeferRandomPunch) parts.PunchGate.Defer(parts.Clock.Now);
    }

    private void EndAll(EndAll end)
    {
        _refusal = end.Reason;
        foreach (var attempt in Context.GetChildren()) attempt.Tell(end);
    }
}
