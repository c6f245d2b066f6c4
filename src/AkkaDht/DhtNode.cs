using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Supervision;

namespace AkkaDht;

/// <summary>
/// A node of the DHT for people who would rather await than tell. Everything here is a message to <see cref="Actor"/>, and
/// whoever prefers messages may send them there; the two go together.
/// </summary>
public sealed partial class DhtNode : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();

    private DhtNode(IActorRef actor, ActorSystem system)
    {
        Actor = actor;
        System = system;
        Ended = WatchForEndAsync();
    }

    /// <summary>The node's actor: takes the messages of <see cref="NodeMessages"/>, <see cref="RequestMessages"/>, <see cref="QueryMessages"/>, <see cref="AkkaDht.Records.RecordMessages"/> and <see cref="RoutingMessages"/>, and <see cref="ConnectionMessages.Open"/>.</summary>
    public IActorRef Actor { get; }

    internal ActorSystem System { get; }

    private Task Ended { get; }

    /// <summary>
    /// What makes the actor of a node, for an application that creates it itself, such as under a supervisor of its own.
    /// </summary>
    public static Props Props(DhtNodeSettings settings) => NodeSupervisor.Props(settings);

    /// <summary>Starts a node under the name <paramref name="name"/> and returns when its sockets are bound; bootstrap goes on.</summary>
    /// <exception cref="DhtException">The sockets could not be bound.</exception>
    public static async Task<DhtNode> StartAsync(
        ActorSystem system, DhtNodeSettings settings, string name = "dht", CancellationToken cancellationToken = default)
    {
        var node = Of(system.ActorOf(Props(settings), name), system);
        try
        {
            await node.AskAsync<NodeStatus>(NodeMessages.WhenListening.Instance, cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node that others bootstrap from, reachable at <paramref name="address"/> (<see cref="DhtNodeSettings.AsBootstrapper"/>).</summary>
    /// <exception cref="DhtException">The sockets could not be bound.</exception>
    public static Task<DhtNode> StartBootstrapperAsync(
        ActorSystem system, PeerAddress address, DhtNodeSettings settings, string name = "dht", CancellationToken cancellationToken = default) =>
        StartAsync(system, settings.AsBootstrapper(address), name, cancellationToken);

    /// <summary>The handle of a node whose actor exists already.</summary>
    public static DhtNode Of(IActorRef actor, ActorSystem system) => new(actor, system);

    /// <summary>A key pair of chance: who has it is the peer of that public key.</summary>
    public static KeyPair NewKeyPair() => KeyPair.Generate(CryptoSuites.Select(CryptoSuites.Auto), new SystemRandom());

    /// <summary>Returns when bootstrap has finished.</summary>
    public Task<NodeStatus> FullyBootstrappedAsync(CancellationToken cancellationToken = default) =>
        AskAsync<NodeStatus>(NodeMessages.WhenBootstrapped.Instance, cancellationToken);

    /// <summary>What the node is at the moment.</summary>
    public Task<NodeStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        AskAsync<NodeStatus>(NodeMessages.GetStatus.Instance, cancellationToken);

    /// <summary>What the node has counted since it started.</summary>
    public Task<NodeStats> GetStatsAsync(CancellationToken cancellationToken = default) =>
        AskAsync<NodeStats>(NodeMessages.GetStats.Instance, cancellationToken);

    /// <summary>Pings a peer, with <paramref name="sizeBytes"/> zero bytes along.</summary>
    /// <exception cref="DhtException">There was no reply.</exception>
    public Task<Reply> PingAsync(PeerAddress to, int sizeBytes = 0, bool retry = true, CancellationToken cancellationToken = default) =>
        ReplyOf(new NodeMessages.Ping(to, sizeBytes) { Retry = retry }, cancellationToken);

    /// <summary>Has a peer answer after <paramref name="delay"/>.</summary>
    /// <exception cref="DhtException">There was no reply, or the delay is longer than <see cref="AnswerSettings.MaxPingDelay"/>.</exception>
    public Task<Reply> DelayedPingAsync(PeerAddress to, TimeSpan delay, CancellationToken cancellationToken = default) =>
        ReplyOf(new NodeMessages.DelayedPing(to, delay), cancellationToken);

    /// <summary>Makes one request; an error code of the peer is a reply as well.</summary>
    /// <exception cref="DhtException">There was no reply.</exception>
    public Task<Reply> RequestAsync(RequestSpec request, CancellationToken cancellationToken = default) =>
        ReplyOf(new RequestMessages.Send(request), cancellationToken);

    /// <summary>Walks towards <paramref name="target"/>; each reply on the way is a result.</summary>
    public DhtQuery<Reply> FindNode(NodeId target) => Query(new QueryPlan(target, Commands.FindNode) { IsInternal = true });

    /// <summary>Walks and asks as <paramref name="plan"/> says; each successful reply is a result.</summary>
    /// <param name="plan">The target, the command and what else matters.</param>
    /// <param name="concurrency">Requests in flight at once; null for the node's setting.</param>
    public DhtQuery<Reply> Query(QueryPlan plan, int? concurrency = null) => new(this, new QueryMessages.Start(plan, concurrency), commit: null);

    /// <summary>Walks as <paramref name="plan"/> says; what <paramref name="map"/> makes of a successful reply is a result, unless it is null.</summary>
    public DhtQuery<TResult> Query<TResult>(QueryPlan plan, Func<Reply, TResult?> map, int? concurrency = null) where TResult : class =>
        new(this, new QueryMessages.Start(plan, concurrency) { Map = map }, commit: null);

    /// <summary>Walks as <paramref name="plan"/> says and runs <paramref name="commit"/> with the reply of each closest node; one that succeeds is enough.</summary>
    public DhtQuery<Reply> QueryAndCommit(QueryPlan plan, Func<Reply, Task> commit, int? concurrency = null) =>
        new(this, new QueryMessages.Start(plan with { Commit = CommitMode.Custom }, concurrency), commit);

    /// <summary>
    /// Begins a connection and returns it with its stream id, before it is open; what <paramref name="spec"/> leaves out is said
    /// with <see cref="DhtConnection.Connect"/>.
    /// </summary>
    /// <exception cref="ConnectionException">The node does not allow another connection, or has ended.</exception>
    public Task<DhtConnection> BeginConnectionAsync(ConnectionSpec spec, CancellationToken cancellationToken = default) =>
        DhtConnection.OpenAsync(this, spec, cancellationToken);

    /// <summary>Connects to a peer as <paramref name="spec"/> says, and returns when messages may be written.</summary>
    /// <exception cref="ConnectionException">The peer was not reached, or did not agree on keys.</exception>
    public async Task<DhtConnection> ConnectAsync(ConnectionSpec spec, CancellationToken cancellationToken = default)
    {
        var connection = await BeginConnectionAsync(spec, cancellationToken);
        try
        {
            await connection.OpenedAsync(cancellationToken);
            return connection;
        }
        catch
        {
            connection.Abort();
            throw;
        }
    }

    /// <summary>Finds the peer with the key <paramref name="peer"/>, connects to it wherever it is, and returns when messages may be written.</summary>
    /// <exception cref="ConnectionException">The peer was not reached; <see cref="ConnectionException.Attempt"/> says why and what might help.</exception>
    public Task<DhtConnection> ConnectAsync(PublicKey peer, CancellationToken cancellationToken = default) => ConnectAsync(new PeerSpec(peer), cancellationToken);

    /// <summary>Finds a peer by its public key and connects to it as <paramref name="peer"/> says; returns when messages may be written.</summary>
    /// <exception cref="ConnectionException">The peer was not reached; <see cref="ConnectionException.Attempt"/> says why and what might help.</exception>
    public Task<DhtConnection> ConnectAsync(PeerSpec peer, CancellationToken cancellationToken = default) =>
        ConnectAsync(new ConnectionSpec { Peer = peer }, cancellationToken);

    /// <summary>A pool of connections, empty and for this node: at most one to each peer.</summary>
    public DhtConnectionPool CreatePool() => new(this);

    /// <summary>A group of requests that end together.</summary>
    public DhtSession CreateSession() => new(this);

    /// <summary>Has <paramref name="handler"/> told each request of a peer as <see cref="RequestMessages.Incoming"/>; null for nobody.</summary>
    public void HandleRequestsWith(IActorRef? handler) => Actor.Tell(new RequestMessages.HandleWith(handler));

    /// <summary>Tells <paramref name="subscriber"/> the <see cref="NodeEvents"/> of this node until it stops.</summary>
    public void Subscribe(IActorRef subscriber) => Actor.Tell(new NodeMessages.Subscribe(subscriber));

    /// <summary>The nodes of the routing table, the one heard last first, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<Node>> GetNodesAsync(int? limit = null, CancellationToken cancellationToken = default) =>
        (await AskAsync<RoutingMessages.Nodes>(new RoutingMessages.GetNodes(limit), cancellationToken)).Items;

    /// <summary>Adds a node to the routing table by hand.</summary>
    public void AddNode(PeerAddress address) => Actor.Tell(new RoutingMessages.AddNode(address));

    /// <summary>Refreshes the routing table in the background.</summary>
    public void Refresh() => Actor.Tell(NodeMessages.Refresh.Instance);

    /// <summary>Walks towards the node heard last and says how that went (round-trip times in the reference's <c>rttStats</c>).</summary>
    public Task<RttStats> GetRttStatsAsync(CancellationToken cancellationToken = default) => RttStats.MeasureAsync(this, cancellationToken);

    /// <summary>Closes the sockets and fails all requests, until <see cref="ResumeAsync"/>.</summary>
    public Task SuspendAsync(CancellationToken cancellationToken = default) => AskAsync<NodeMessages.Done>(NodeMessages.Suspend.Instance, cancellationToken);

    /// <summary>Binds the sockets again, to the same ports if they are free.</summary>
    public Task ResumeAsync(CancellationToken cancellationToken = default) => AskAsync<NodeMessages.Done>(NodeMessages.Resume.Instance, cancellationToken);

    /// <summary>Destroys the node: requests fail, sockets close, its actor stops.</summary>
    public async ValueTask DisposeAsync()
    {
        Actor.Tell(NodeMessages.Destroy.Instance, ActorRefs.NoSender);
        await Ended;
    }

    internal async Task<Reply> ReplyOf(object message, CancellationToken cancellationToken)
    {
        var finished = await AskAsync<RequestMessages.Finished>(message, cancellationToken);
        return finished.Reply ?? throw DhtException.Of(finished.Kind);
    }

    // A node that has ended answers nothing any more: whoever asks is told so instead of waiting for ever.
    private async Task<TAnswer> AskAsync<TAnswer>(object message, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, cancellationToken);
        try
        {
            return await Actor.Ask<TAnswer>(message, either.Token);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw DhtException.Of(RequestOutcomeKind.Destroyed);
        }
    }

    private async Task WatchForEndAsync()
    {
        await Actor.WatchAsync();
        await _ended.CancelAsync();
    }
}
