#if AKKA_EMBEDDED
using System.Net.Sockets;
using Akka.Actor;
using Akka.Embedded.Deterministic;
using AkkaDht.Simulation.Nodes;
using AkkaDht.Sockets;

namespace AkkaDht.Simulation.Tests.Nodes;

/// <summary>What whole nodes stand on in the simulation.</summary>
public sealed class SimMachineTests : IDisposable
{
    private static readonly SocketSettings Settings = new();

    private readonly DeterministicRuntime _runtime = new(seed: 1);
    private readonly NodeNetwork _network;
    private readonly SimMachine _a;
    private readonly SimMachine _b;

    public SimMachineTests()
    {
        _network = new NodeNetwork(_runtime, new() { Delay = TimeSpan.FromMilliseconds(30) });
        _a = new SimMachine(_network, PeerAddress.Parse("88.1.1.1:0").Host);
        _b = new SimMachine(_network, PeerAddress.Parse("88.1.1.2:0").Host);
    }

    public void Dispose()
    {
        _network.Dispose();
        _runtime.Dispose();
    }

    [Fact]
    public void A_datagram_arrives_at_the_time_of_the_runtime()
    {
        using var from = Bind(_a);
        using var to = Bind(_b, 5_000);
        TimeSpan? arrived = null;
        to.NotifyReadable(() => arrived = _runtime.Elapsed);
        _runtime.RunFor(TimeSpan.FromSeconds(1));

        Send(from, to.LocalAddress);
        _runtime.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromMilliseconds(1_030), arrived);
        Assert.Equal([from.LocalAddress], Read(to));
    }

    [Fact]
    public void An_unplugged_machine_neither_sends_nor_receives()
    {
        using var from = Bind(_a);
        using var to = Bind(_b);
        _a.IsUnplugged = true;
        Send(from, to.LocalAddress);
        Send(to, from.LocalAddress);
        _runtime.RunFor(TimeSpan.FromSeconds(1));
        Assert.Empty(Read(from).Concat(Read(to)));

        _a.IsUnplugged = false;
        Send(from, to.LocalAddress);
        _runtime.RunFor(TimeSpan.FromSeconds(1));
        Assert.Single(Read(to));
    }

    [Fact]
    public void A_port_is_bound_once_and_free_again_when_its_socket_is_closed()
    {
        using (Bind(_a, 5_000))
        {
            Assert.Equal(1, _a.OpenSockets);
            Assert.Throws<SocketException>(() => Bind(_a, 5_000));
        }

        Assert.Equal(0, _a.OpenSockets);
        using var again = Bind(_a, 5_000);
        Assert.Equal(new PeerAddress(_a.Host, 5_000), again.LocalAddress);
    }

    [Fact]
    public void A_machine_has_the_one_address_that_it_was_given() => Assert.Equal([_a.Host], ((IDatagramSocketFactory)_a).FindHosts(0));

    [Fact]
    public void A_town_notices_when_an_actor_fails()
    {
        using var town = new SimTown(_runtime, residents: 2);
        Assert.Empty(town.Failures);

        town.Residents[0].System.ActorOf(Props.Create(() => new Failing())).Tell("anything");
        _runtime.RunFor(TimeSpan.FromSeconds(1));

        Assert.Contains("as it was meant to", Assert.Single(town.Failures), StringComparison.Ordinal);
    }

    private static IDatagramSocket Bind(IDatagramSocketFactory machine, ushort port = 0) => machine.Bind(new PeerAddress(0, port), Settings);

    private static void Send(IDatagramSocket from, PeerAddress to)
    {
        var batch = new TransmitBatch();
        batch.Add(new Transmit(SocketRole.Server, to, new byte[] { 1 }));
        from.Send(batch);
    }

    private static List<PeerAddress> Read(IDatagramSocket socket)
    {
        var batch = new DatagramBatch(16 * DatagramBatch.SlotBytes);
        batch.Begin(SocketRole.Server);
        socket.Receive(batch);
        return [.. Enumerable.Range(0, batch.Count).Select(batch.From)];
    }

    private sealed class Failing : UntypedActor
    {
        protected override void OnReceive(object message) => throw new InvalidOperationException("as it was meant to");
    }
}
#endif
