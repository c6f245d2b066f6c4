using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Tests.Support;

/// <summary>Two nodes that know nobody else, and connections between them.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private static readonly ICryptoSuite Crypto = CryptoSuites.Select(CryptoSuites.Managed);
    private static readonly SystemRandom Random = new();
    private static int _created;

    private Pair(ActorSystem system, bool ownsSystem, DhtNode left, DhtNode right, PeerAddress leftAddress, PeerAddress rightAddress)
    {
        (System, Left, Right, LeftAddress, RightAddress) = (system, left, right, leftAddress, rightAddress);
        _ownsSystem = ownsSystem;
    }

    private readonly bool _ownsSystem;

    public ActorSystem System { get; }
    public DhtNode Left { get; }
    public DhtNode Right { get; }
    public PeerAddress LeftAddress { get; }
    public PeerAddress RightAddress { get; }

    /// <summary>The key that the left side has in connections of <see cref="ConnectAsync"/>.</summary>
    public KeyPair LeftKey { get; } = KeyPair.Generate(Crypto, Random);

    /// <summary>The key that the right side has.</summary>
    public KeyPair RightKey { get; } = KeyPair.Generate(Crypto, Random);

    public static async Task<Pair> StartAsync(Func<DhtNodeSettings, DhtNodeSettings>? adapt = null, ActorSystem? system = null)
    {
        var settings = (adapt ?? (same => same))(Swarm.Alone);
        var ownsSystem = system is null;
        system ??= ActorSystem.Create("pair", "akka { loglevel = OFF, stdout-loglevel = OFF }");
        var number = Interlocked.Increment(ref _created);
        var (left, right) = (await DhtNode.StartAsync(system, settings, $"left-{number}"), await DhtNode.StartAsync(system, settings, $"right-{number}"));
        return new Pair(system, ownsSystem, left, right, await ServerAddressOf(left), await ServerAddressOf(right));
    }

    /// <summary>A connection from left to right: the left side speaks first, the right side accepts whoever comes.</summary>
    public async Task<(DhtConnection Left, DhtConnection Right)> ConnectAsync(ConnectionSpec? leftSpec = null, ConnectionSpec? rightSpec = null)
    {
        var (left, right) = (await Left.BeginConnectionAsync(leftSpec ?? new()), await Right.BeginConnectionAsync(rightSpec ?? new()));
        right.Connect(new StreamRoute(left.LocalId, Address: null), KeyAgreement.Await(RightKey));
        left.Connect(RouteToRight(right.LocalId), KeyAgreement.Introduce(LeftKey));
        await Task.WhenAll(left.OpenedAsync(), right.OpenedAsync()).WaitAsync(TimeSpan.FromSeconds(20));
        return (left, right);
    }

    public StreamRoute RouteToRight(StreamId id) => new(id, RightAddress);

    public async ValueTask DisposeAsync()
    {
        await Left.DisposeAsync();
        await Right.DisposeAsync();
        if (_ownsSystem) await System.Terminate();
    }

    private static async Task<PeerAddress> ServerAddressOf(DhtNode node) => PeerAddress.Loopback((await node.GetStatusAsync()).LocalAddress!.Value.Port);
}
