using Akka.Event;
using Akka.TestKit.Xunit2;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Supervision;

/// <summary>What a person who watches the log learns of a node.</summary>
public sealed class NodeLogTests() : TestKit("akka { loglevel = INFO, stdout-loglevel = OFF, loggers = [] }")
{
    [Fact]
    public async Task The_life_of_a_node_is_a_few_lines_of_the_log()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));

        var node = await DhtNode.StartAsync(Sys, Swarm.Alone with { Lifecycle = new() { IsFirewalled = false } });
        await node.FullyBootstrappedAsync();
        await node.SuspendAsync();
        await node.ResumeAsync();
        await node.DisposeAsync();

        foreach (var start in new[] { "Listening on 127.0.0.1:", "Bootstrapped", "Suspended", "Woken up", "Resumed", "Ended" })
            FishForMessage<Info>(info => info.LogSource.Contains("/user/dht", StringComparison.Ordinal) && info.Message.ToString()!.StartsWith(start, StringComparison.Ordinal));
    }
}
