using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>A <see cref="NodeLifecycle"/> whose surroundings are the test: it tells time, answers and counts.</summary>
internal sealed class LifecycleUnderTest
{
    public const ushort ServerPort = 49737;

    /// <summary>The address at which a node is reached that is behind no NAT.</summary>
    public static readonly PeerAddress Public = PeerAddress.Parse("45.6.7.8:49737");

    private readonly Queue<long> _ticks = new();
    private int _inFlight;
    private int _responsesPerTick;
    private int _timeoutsPerTick;
    private long _responses;
    private long _timeouts;

    public LifecycleUnderTest(LifecycleSettings? settings = null, IRandomSource? random = null) =>
        Machine = new NodeLifecycle(settings ?? new LifecycleSettings(), ManagedSuite.Instance, random ?? new ZeroRandom());

    public NodeLifecycle Machine { get; }

    public Instant Now { get; private set; } = Instant.FromMilliseconds(1_000);

    public NodeId OwnId => Machine.Identity.Table.Id;

    public static NodeId IdOf(PeerAddress address) => NodeIdCache.Compute(ManagedSuite.Instance, address);

    /// <summary>A node whose sockets are bound and whose bootstrap query brought nothing special; its outputs so far are taken.</summary>
    public static LifecycleUnderTest Bootstrapped(LifecycleSettings? settings = null, int knownNodes = 30)
    {
        var node = new LifecycleUnderTest(settings);
        node.Bind();
        node.Machine.HandleBootstrapQueryEnded();
        node.Know(knownNodes);
        node.Take();
        Assert.True(node.Machine.IsBootstrapped);
        return node;
    }

    public void Bind(ushort serverPort = ServerPort) => Machine.HandleBound(Now, serverPort);

    /// <summary>Others say that <paramref name="address"/> is ours.</summary>
    public void Sample(PeerAddress address, int times = 1)
    {
        for (var i = 0; i < times; i++) Machine.HandleNatSample(address);
    }

    public void Know(int count)
    {
        var nodes = Enumerable.Range(0, count).Select(number => EndpointUnderTest.NodeAt(new PeerAddress(0x50000000u + ((uint)number << 16), 1)));
        foreach (var row in nodes.GroupBy(node => Machine.Identity.Table.RowOf(node.Id)))
        {
            var bucket = new Bucket(BucketLimits.Default);
            foreach (var node in row) bucket.Heard(1, node);
            Machine.Identity.Table.Publish(row.Key, bucket.Snapshot);
        }
    }

    /// <summary>From the next tick on, so many requests are in flight and so many more end in each tick.</summary>
    public void Traffic(int inFlight = 0, int responsesPerTick = 0, int timeoutsPerTick = 0) =>
        (_inFlight, _responsesPerTick, _timeoutsPerTick) = (inFlight, responsesPerTick, timeoutsPerTick);

    /// <summary>Lets ticks pass on time and returns what came of them, the beginnings aside.</summary>
    public List<LifecycleOutput> Tick(int count = 1)
    {
        var outputs = new List<LifecycleOutput>();
        for (var i = 0; i < count; i++)
        {
            Sleep(TimeSpan.FromSeconds(5));
            outputs.AddRange(Take());
        }

        return outputs;
    }

    /// <summary>Lets ticks pass until <see cref="NodeLifecycle.Tick"/> is <paramref name="number"/>.</summary>
    public List<LifecycleOutput> TickUntil(long number) => Tick((int)(number - Machine.Tick));

    /// <summary>Nothing happens for a while; then the machine is woken once.</summary>
    public void Sleep(TimeSpan time)
    {
        Now += time;
        Machine.HandleTimeout(Now);
    }

    /// <summary>Takes all outputs, answering each beginning of a tick with the counts.</summary>
    public List<LifecycleOutput> Take()
    {
        var outputs = new List<LifecycleOutput>();
        while (Machine.TryTakeOutput(out var output))
        {
            if (output is LifecycleOutput.BeginTick begin) Count(begin.Tick);
            else outputs.Add(output);
        }

        return outputs;
    }

    /// <summary>The ticks begun since the last call.</summary>
    public long[] TakeTicks()
    {
        long[] ticks = [.. _ticks];
        _ticks.Clear();
        return ticks;
    }

    public static LifecycleOutput Raised(LifecycleEvent what) => new LifecycleOutput.Raise(what);

    public static LifecycleOutput Refresh(NodeId target) => new LifecycleOutput.StartQuery(target, IsBootstrap: false);

    public static LifecycleOutput BootstrapQuery(NodeId target) => new LifecycleOutput.StartQuery(target, IsBootstrap: true);

    private void Count(long tick)
    {
        _ticks.Enqueue(tick);
        _responses += _responsesPerTick;
        _timeouts += _timeoutsPerTick;
        Machine.HandleCounts(_inFlight, _responses, _timeouts);
    }

    /// <summary>Always the lowest number: the first tick is then 100.</summary>
    private sealed class ZeroRandom : IRandomSource
    {
        public void Fill(Span<byte> destination) => destination.Fill(0xaa);

        public int Next(int exclusiveUpperBound) => 0;
    }
}
