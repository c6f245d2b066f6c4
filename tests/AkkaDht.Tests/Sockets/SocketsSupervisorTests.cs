using Akka.Actor;
using AkkaDht.Sockets;
using AkkaDht.Tests.Support;
using static AkkaDht.Sockets.SocketMessages;

namespace AkkaDht.Tests.Sockets;

/// <summary>The two sockets of a node and what becomes of them.</summary>
public sealed class SocketsSupervisorTests : PartsTest
{
    private readonly FakeNetwork _network = new();

    [Fact]
    public void Both_sockets_are_bound_before_the_node_learns_of_them()
    {
        var opened = Open(new SocketSettings { Port = 5000 }, out _);

        Assert.Equal(5000, opened.Server.Port);
        Assert.NotEqual(5000, opened.Client.Port);
        Assert.Equal(2, _network.OpenSockets);
    }

    [Fact]
    public void A_taken_port_gives_way_to_the_next_of_five()
    {
        foreach (var port in new ushort[] { 5000, 5001, 5002, 5003 }) _network.Take(port);

        Assert.Equal(5004, Open(new SocketSettings { Port = 5000, AnyPort = false }, out _).Server.Port);
    }

    [Fact]
    public void When_all_five_are_taken_any_port_will_do()
    {
        for (ushort port = 5000; port < 5005; port++) _network.Take(port);

        Assert.True(Open(new SocketSettings { Port = 5000 }, out _).Server.Port >= 40000);
    }

    [Fact]
    public void Without_any_port_the_node_learns_which_was_the_last_that_was_tried()
    {
        for (ushort port = 5000; port < 5005; port++) _network.Take(port);

        StartSockets(new SocketSettings { Port = 5000, AnyPort = false }).Tell(SocketMessages.Open.Instance);

        var reason = Parent.ExpectMsg<OpenFailed>().Reason;
        Assert.Contains("0.0.0.0:5004", reason, StringComparison.Ordinal);
        Assert.Contains("Server", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("udp-0")]
    [InlineData("udp-1")]
    public void A_killed_socket_comes_back_on_its_port(string name)
    {
        var opened = Open(new SocketSettings(), out var sockets);

        Child(sockets, name).Tell(Kill.Instance);

        Assert.Equal(opened, Parent.ExpectMsg<Opened>());
    }

    [Fact]
    public void A_socket_that_somebody_stopped_comes_back_on_its_port()
    {
        var opened = Open(new SocketSettings(), out var sockets);

        Child(sockets, "udp-0").Tell(PoisonPill.Instance);

        Assert.Equal(opened, Parent.ExpectMsg<Opened>());
    }

    [Fact]
    public void A_socket_that_cannot_be_bound_again_is_tried_once_more_after_a_while()
    {
        var settings = new SocketSettings { Port = 5000, PortRange = 1, AnyPort = false };
        var opened = Open(settings, out var sockets);
        _network.IsExhausted = true;

        Child(sockets, "udp-0").Tell(Kill.Instance);
        AwaitCondition(() => _network.RefusedBinds == 1);
        _network.IsExhausted = false;

        AwaitAssert(() =>
        {
            Advance(settings.RebindDelay);
            Assert.Equal(opened, Parent.ExpectMsg<Opened>(TimeSpan.FromMilliseconds(50)));
        });
    }

    [Fact]
    public void Sockets_that_were_closed_open_again_on_the_same_ports()
    {
        var opened = Open(new SocketSettings { Port = 5000 }, out var sockets);

        sockets.Tell(Close.Instance);
        Parent.ExpectMsg<Closed>();
        var whileClosed = _network.OpenSockets;
        sockets.Tell(SocketMessages.Open.Instance);

        Assert.Equal(opened, Parent.ExpectMsg<Opened>());
        Assert.Equal(0, whileClosed);
    }

    [Fact]
    public void Closing_what_is_closed_is_confirmed_at_once()
    {
        StartSockets(new SocketSettings()).Tell(Close.Instance);

        Parent.ExpectMsg<Closed>();
    }

    [Fact]
    public void A_supervisor_that_fails_opens_the_sockets_again_on_the_same_ports()
    {
        var opened = Open(new SocketSettings(), out var sockets);

        sockets.Tell(Kill.Instance);

        Assert.Equal(opened, Parent.ExpectMsg<Opened>());
        Assert.Equal(2, _network.OpenSockets);
    }

    [Fact]
    public void A_socket_that_fails_again_and_again_is_bound_only_after_a_pause()
    {
        var opened = Open(new SocketSettings(), out var sockets);
        for (var i = 0; i < 2; i++)
        {
            Child(sockets, "udp-0").Tell(Kill.Instance);
            Assert.Equal(opened, Parent.ExpectMsg<Opened>());
        }

        Child(sockets, "udp-0").Tell(Kill.Instance);
        Parent.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Advance(new SocketSettings().RebindDelay);

        Assert.Equal(opened, Parent.ExpectMsg<Opened>());
    }

    private Opened Open(SocketSettings settings, out IActorRef sockets)
    {
        sockets = StartSockets(settings);
        sockets.Tell(SocketMessages.Open.Instance);
        return Parent.ExpectMsg<Opened>();
    }

    private IActorRef StartSockets(SocketSettings settings)
    {
        Settings = Settings with { Sockets = settings, SocketFactory = _network };
        var parts = Parts;
        return Start(Props.Create(() => new SocketsSupervisor(parts)), "sockets");
    }

    private IActorRef Child(IActorRef parent, string name) =>
        Sys.ActorSelection(parent.Path / name).ResolveOne(TimeSpan.FromSeconds(3)).GetAwaiter().GetResult();
}
