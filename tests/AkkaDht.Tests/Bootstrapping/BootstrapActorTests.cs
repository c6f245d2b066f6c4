using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Requests;
using AkkaDht.Tests.Support;
using static AkkaDht.Bootstrapping.BootstrapMessages;

namespace AkkaDht.Tests.Bootstrapping;

/// <summary>Finding bootstrap nodes; pings go to <see cref="PartsTest.Requests"/>, names to a table of the test.</summary>
public sealed class BootstrapActorTests : PartsTest
{
    private readonly Dictionary<string, TaskCompletionSource<IPAddress[]>> _names = [];

    [Fact]
    public void Literal_addresses_need_no_looking_up()
    {
        var bootstrap = StartBootstrap("127.0.0.1:1", "127.0.0.1:2");

        bootstrap.Tell(Resolve.Instance, TestActor);

        Assert.Equal([NodeAt(1), NodeAt(2)], ExpectMsg<Resolved>().Nodes);
    }

    [Fact]
    public void A_suggested_address_that_answers_spares_looking_up_the_name()
    {
        var bootstrap = StartBootstrap("127.0.0.1@node.example:1");

        bootstrap.Tell(Resolve.Instance, TestActor);
        AnswerPing(RequestOutcomeKind.Replied);

        Assert.Equal([NodeAt(1)], ExpectMsg<Resolved>().Nodes);
        Assert.Empty(_names);
    }

    [Fact]
    public void A_suggested_address_that_is_silent_makes_the_name_be_looked_up()
    {
        var bootstrap = StartBootstrap("127.0.0.9@node.example:1");
        NameOf("node.example").SetResult([IPAddress.Loopback]);

        bootstrap.Tell(Resolve.Instance, TestActor);
        AnswerPing(RequestOutcomeKind.TimedOut);

        Assert.Equal([NodeAt(1)], ExpectMsg<Resolved>().Nodes);
    }

    [Fact]
    public void What_cannot_be_found_is_left_out()
    {
        var bootstrap = StartBootstrap("nowhere.example:1", "127.0.0.1:2", "nobody.example:3", "node.example:4");
        NameOf("nowhere.example").SetException(new SocketException((int)SocketError.HostNotFound));
        NameOf("nobody.example").SetResult([]);
        NameOf("node.example").SetResult([IPAddress.Loopback]);

        bootstrap.Tell(Resolve.Instance, TestActor);

        Assert.Equal([NodeAt(2), NodeAt(4)], ExpectMsg<Resolved>().Nodes);
    }

    [Fact]
    public void Those_who_ask_meanwhile_get_the_same_answer()
    {
        var bootstrap = StartBootstrap("node.example:1");
        var other = CreateTestProbe();

        bootstrap.Tell(Resolve.Instance, TestActor);
        bootstrap.Tell(Resolve.Instance, other.Ref);
        NameOf("node.example").SetResult([IPAddress.Loopback]);

        Assert.Same(ExpectMsg<Resolved>(), other.ExpectMsg<Resolved>());
    }

    [Fact]
    public void A_name_is_looked_up_anew_each_time()
    {
        var bootstrap = StartBootstrap("node.example:1");
        NameOf("node.example").SetResult([IPAddress.Loopback]);
        bootstrap.Tell(Resolve.Instance, TestActor);
        ExpectMsg<Resolved>();

        _names["node.example"] = new TaskCompletionSource<IPAddress[]>();
        _names["node.example"].SetResult([IPAddress.Parse("127.0.0.2")]);
        bootstrap.Tell(Resolve.Instance, TestActor);

        Assert.Equal([NodeAt(PeerAddress.Parse("127.0.0.2:1"))], ExpectMsg<Resolved>().Nodes);
    }

    [Fact]
    public void A_node_without_bootstrap_nodes_resolves_to_nothing()
    {
        StartBootstrap().Tell(Resolve.Instance, TestActor);

        Assert.Empty(ExpectMsg<Resolved>().Nodes);
    }

    [Fact]
    public void A_restart_leaves_nobody_waiting()
    {
        var bootstrap = StartBootstrap("127.0.0.1@node.example:1");
        bootstrap.Tell(Resolve.Instance, TestActor);

        bootstrap.Tell(Kill.Instance);

        Assert.Empty(ExpectMsg<Resolved>().Nodes);
        AnswerPing(RequestOutcomeKind.Replied);
        bootstrap.Tell(Resolve.Instance, TestActor);
        AnswerPing(RequestOutcomeKind.Replied);
        Assert.Equal([NodeAt(1)], ExpectMsg<Resolved>().Nodes);
    }

    private IActorRef StartBootstrap(params string[] nodes)
    {
        Settings = Settings with { Bootstrap = [.. nodes.Select(BootstrapNode.Parse)], LookUp = name => NameOf(name).Task };
        var parts = Parts;
        return Start(Props.Create(() => new BootstrapActor(parts)), "bootstrap");
    }

    private TaskCompletionSource<IPAddress[]> NameOf(string name)
    {
        lock (_names)
        {
            if (!_names.TryGetValue(name, out var addresses)) _names.Add(name, addresses = new TaskCompletionSource<IPAddress[]>());
            return addresses;
        }
    }

    private void AnswerPing(RequestOutcomeKind kind)
    {
        var ping = Requests.ExpectMsg<RequestMessages.Send>();
        Assert.Equal(Commands.Ping, ping.Spec.Command);
        Requests.Reply(new RequestMessages.Finished(ping.Tag, kind, null, default, 0));
    }
}
