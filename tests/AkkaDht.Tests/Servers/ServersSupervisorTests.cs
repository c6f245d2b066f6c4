using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Records;
using AkkaDht.Servers;
using AkkaDht.Tests.Support;
using static AkkaDht.Servers.ServerMessages;

namespace AkkaDht.Tests.Servers;

/// <summary>How many servers there may be, and what their node's sleep and end mean for them.</summary>
public sealed class ServersSupervisorTests : PartsTest
{
    private readonly TestProbe _owner;

    public ServersSupervisorTests() => _owner = CreateTestProbe("owner");

    [Fact]
    public void Each_server_is_registered_with_its_key()
    {
        var servers = StartSupervisor();

        Listen(servers, 1);
        Listen(servers, 2);

        Assert.Equal(new[] { Key(1).PublicKey, Key(2).PublicKey }.Order(Keys), new[] { Registered(), Registered() }.Order(Keys));
        Assert.Equal((2, 2), (Parts.ListenCounters.Active, Parts.ListenCounters.Total));
    }

    [Fact]
    public void Servers_beyond_the_limit_are_refused()
    {
        Settings = Settings with { Servers = new() { MaxServers = 1 } };
        var servers = StartSupervisor();
        Listen(servers, 1);

        Listen(servers, 2);

        Assert.Equal(ListenError.TooManyServers, _owner.ExpectMsg<ListenFailed>().Error);
    }

    [Fact]
    public void A_key_pair_that_cannot_sign_does_not_listen()
    {
        var servers = StartSupervisor();
        var keyPair = KeyPair.FromScalar(Key(1).PublicKey, Key(1).Scalar);

        servers.Tell(new Listen(new ServerSpec { KeyPair = keyPair }), _owner.Ref);

        Assert.Equal(ListenError.CannotSign, _owner.ExpectMsg<ListenFailed>().Error);
    }

    [Fact]
    public void A_node_without_servers_has_left_at_once()
    {
        var servers = StartSupervisor();

        servers.Tell(Suspend.Instance);

        Parent.ExpectMsg<HasLeft>();
        Listen(servers, 1);
        Assert.Equal(ListenError.Suspended, _owner.ExpectMsg<ListenFailed>().Error);
    }

    [Fact]
    public void A_node_that_ends_has_left_when_its_servers_have()
    {
        var servers = StartSupervisor();
        Listen(servers, 1);
        Listen(servers, 2);
        Registered();
        Registered();

        servers.Tell(CloseAll.Instance);

        Parent.ExpectMsg<HasLeft>();
        Assert.Equal(ListenError.NodeEnded, _owner.ExpectMsg<ListenFailed>().Error);
        Assert.Equal(ListenError.NodeEnded, _owner.ExpectMsg<ListenFailed>().Error);
        Assert.Equal(0, Parts.ListenCounters.Active);
    }

    [Fact]
    public void Servers_end_with_their_supervisor_and_their_owners_learn_of_it()
    {
        var servers = StartSupervisor();
        Listen(servers, 1);
        Registered();

        servers.Tell(Kill.Instance);

        Records.ExpectMsg<RecordMessages.Unregister>();
        _owner.ExpectMsg<ListenFailed>();
        Parent.ExpectMsg<HasLeft>();
        Assert.Equal(0, Parts.ListenCounters.Active);
    }

    [Fact]
    public void Addresses_of_the_machine_are_tried_before_peers_are_told()
    {
        var network = new FakeNetwork();
        Settings = Settings with { SocketFactory = network };
        Parts.LocalAddresses.All = [PeerAddress.Loopback(9)];
        var servers = StartSupervisor();

        Listen(servers, 1);

        AwaitAssert(() => Assert.Equal([PeerAddress.Loopback(9)], Parts.LocalAddresses.Proven));
        AwaitAssert(() => Assert.Equal(0, network.OpenSockets));
    }

    [Fact]
    public void An_address_that_cannot_be_bound_to_is_not_told()
    {
        var network = new FakeNetwork { IsExhausted = true };
        Settings = Settings with { SocketFactory = network };
        Parts.LocalAddresses.All = [PeerAddress.Loopback(9)];
        var servers = StartSupervisor();

        Listen(servers, 1);

        AwaitAssert(() => Assert.Equal(1, network.RefusedBinds));
        Assert.Empty(Parts.LocalAddresses.Proven);
    }

    private IActorRef StartSupervisor()
    {
        var parts = Parts;
        return Start(Props.Create(() => new ServersSupervisor(parts)), "servers");
    }

    private void Listen(IActorRef servers, byte key) => servers.Tell(new Listen(new ServerSpec { KeyPair = Key(key) }), _owner.Ref);

    private PublicKey Registered() => Records.ExpectMsg<RecordMessages.Register>().Record.PublicKey;

    private static KeyPair Key(byte seed) => KeyPair.FromSeed(Crypto, Enumerable.Repeat(seed, 32).ToArray());

    private static readonly Comparer<PublicKey> Keys = Comparer<PublicKey>.Create((left, right) => left.Word0.CompareTo(right.Word0));
}
