using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Systems;

public sealed class ActorSystemTests
{
    [Theory]
    [InlineData("valid-Name1")]
    [InlineData("a")]
    public async Task Names_of_letters_digits_and_inner_dashes_are_good(string name)
    {
        var system = ActorSystem.Create(name);
        Assert.Equal(name, system.Name);
        await system.Terminate();
    }

    [Theory]
    [InlineData("under_score")]
    [InlineData("do.t")]
    [InlineData("-dash")]
    [InlineData("spa ce")]
    public void Other_names_are_not(string name) => Assert.Throws<ArgumentException>(() => ActorSystem.Create(name));

    [Fact]
    public async Task Termination_stops_everything_and_then_runs_the_callbacks_backwards()
    {
        var order = new List<string>();
        var system = ActorSystem.Create("ending");
        system.RegisterOnTermination(() => order.Add("first registered"));
        system.RegisterOnTermination(() => order.Add("last registered"));
        system.ActorOf(Props.Create(() => new Ending(order)));
        Assert.False(system.WhenTerminated.IsCompleted);
        await system.Terminate();
        Assert.True(system.WhenTerminated.IsCompleted);
        Assert.Equal(["actor", "last registered", "first registered"], order);
    }

    [Fact]
    public async Task Actors_are_refused_during_and_after_termination()
    {
        var system = ActorSystem.Create("refusing");
        await system.Terminate();
        Assert.Throws<InvalidOperationException>(() => system.ActorOf(Props.Create(() => new Echo())));
    }

    [Fact]
    public void Dispose_waits_for_the_end()
    {
        var system = ActorSystem.Create("disposed");
        system.Dispose();
        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task A_failure_past_the_guardian_terminates_the_system()
    {
        var system = ActorSystem.Create("fatal", $"akka.actor.guardian-supervisor-strategy = \"{typeof(EscalatingConfigurator).AssemblyQualifiedName}\"\nakka.stdout-loglevel = OFF\nakka.loglevel = OFF");
        system.ActorOf(Act.Props((message, _) => throw (Exception)message)).Tell(new InvalidOperationException("expected"));
        await system.WhenTerminated;
        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Settings_come_from_the_configuration_over_the_defaults()
    {
        var system = ActorSystem.Create("configured", "akka.actor.ask-timeout = 7s\nmy.key = 5");
        Assert.Equal(TimeSpan.FromSeconds(7), system.Settings.AskTimeout);
        Assert.Equal(5, system.Settings.Config.GetInt("my.key"));
        Assert.Equal("INFO", system.Settings.LogLevel);
        await system.Terminate();
    }

    [Fact]
    public async Task Setups_are_found_by_type()
    {
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig("a = 1").WithConfigFallback("a = 2, b = 3")).And(new MySetup("mine"));
        var system = ActorSystem.Create("setup", setup);
        Assert.Equal(1, system.Settings.Config.GetInt("a"));
        Assert.Equal(3, system.Settings.Config.GetInt("b"));
        Assert.Equal("mine", system.Settings.Setup.Get<MySetup>().Value.Text);
        Assert.False(ActorSystemSetup.Empty.Get<MySetup>().HasValue);
        Assert.Equal("later", setup.WithSetup(new MySetup("later")).Get<MySetup>().Value.Text);
        await system.Terminate();
    }

    [Fact]
    public async Task Actors_of_the_runtime_live_apart()
    {
        var system = ActorSystem.Create("apart");
        Assert.StartsWith("/system/mine", ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new Echo()), "mine").Path.ToStringWithoutAddress(), StringComparison.Ordinal);
        Assert.Equal("/deadLetters", system.DeadLetters.Path.ToStringWithoutAddress());
        Assert.True(system.Uptime >= TimeSpan.Zero);
        await system.Terminate();
    }

    [Fact]
    public async Task Stop_stops_a_top_level_actor()
    {
        var system = ActorSystem.Create("stopping");
        var actor = system.ActorOf(Props.Create(() => new Echo()));
        system.Stop(actor);
        Assert.True(await actor.WatchAsync());
        await system.Terminate();
    }

    [Fact]
    public async Task An_extension_is_made_once_however_many_ask()
    {
        MyExtension.Made = 0;
        var system = ActorSystem.Create("extended");
        Assert.False(system.HasExtension<MyExtension>());
        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => new MyExtensionProvider().Apply(system))));
        Assert.Single(all.Distinct());
        Assert.Equal(1, MyExtension.Made);
        Assert.Same(all[0], system.GetExtension<MyExtension>());
        Assert.True(system.TryGetExtension<MyExtension>(out var found) && found == all[0]);
        Assert.Same(all[0], system.WithExtension<MyExtension, MyExtensionProvider>());
        await system.Terminate();
    }

    [Fact]
    public async Task An_extension_that_fails_fails_the_same_way_again()
    {
        var system = ActorSystem.Create("failing");
        var first = Assert.Throws<InvalidOperationException>(() => new FailingProvider().Apply(system));
        Assert.Same(first, Assert.Throws<InvalidOperationException>(() => new FailingProvider().Apply(system)));
        await system.Terminate();
    }

    [Fact]
    public async Task Nothing_can_be_registered_after_the_end()
    {
        var system = ActorSystem.Create("ended");
        await system.Terminate();
        Assert.Throws<InvalidOperationException>(() => system.RegisterOnTermination(() => { }));
    }

    [Fact]
    public async Task A_dispatcher_that_is_not_configured_is_an_error()
    {
        var system = ActorSystem.Create("dispatching", "my-dispatcher { throughput = 5 }");
        system.ActorOf(Props.Create<Echo>().WithDispatcher("my-dispatcher"));
        Assert.Throws<ConfigurationException>(() => system.ActorOf(Props.Create<Echo>().WithDispatcher("unknown")));
        await system.Terminate();
    }

    internal sealed class EscalatingConfigurator : SupervisorStrategyConfigurator
    {
        public override SupervisorStrategy Create() => new OneForOneStrategy(_ => Directive.Escalate);
    }

    private sealed class MySetup(string text) : Setup
    {
        public string Text => text;
    }

    private sealed class MyExtension : IExtension
    {
        public static int Made;

        public MyExtension() => Interlocked.Increment(ref Made);
    }

    private sealed class MyExtensionProvider : ExtensionIdProvider<MyExtension>
    {
        public override MyExtension CreateExtension(ExtendedActorSystem system) => new();
    }

    private sealed class FailingProvider : ExtensionIdProvider<MyExtension>
    {
        public override MyExtension CreateExtension(ExtendedActorSystem system) => throw new InvalidOperationException("expected");
    }

    private sealed class Ending(List<string> order) : UntypedActor
    {
        protected override void PostStop() => order.Add("actor");

        protected override void OnReceive(object message) { }
    }
}
