using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Paths;

public sealed class PropsTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Props_tell_type_and_arguments()
    {
        var props = Props.Create(() => new Named("a", 1));
        Assert.Equal(typeof(Named), props.Type);
        Assert.Equal(["a", 1], props.Arguments);
        Assert.Equal(typeof(Named), Props.Create<Named>("a", 1).Type);
        Assert.Equal(["a", 1], Props.Create(typeof(Named), "a", 1).Arguments);
    }

    [Fact]
    public void Every_way_makes_the_actor()
    {
        foreach (var props in new[] { Props.Create(() => new Named("a", 1)), Props.Create<Named>("a", 1), Props.Create(typeof(Named), "a", 1) })
        {
            Sys.ActorOf(props).Tell("who");
            ExpectMsg("a1");
        }

        Sys.ActorOf(Props.Create<Echo>()).Tell("echo");
        ExpectMsg("echo");
        Sys.ActorOf<Echo>("generic").Tell("echo");
        ExpectMsg("echo");
    }

    [Fact]
    public void Arguments_are_evaluated_once_and_reused_by_every_restart()
    {
        var calls = 0;
        Func<string> next = () => $"{++calls}";
        var actor = Sys.ActorOf(Props.Create(() => new Named(next(), 0)));
        actor.Tell(new InvalidOperationException("expected"));
        actor.Tell("who");
        ExpectMsg("10");
        Assert.Equal(1, calls);
    }

    [Fact]
    public void The_expression_must_be_a_bare_new() =>
        Assert.Throws<InvalidCastException>(() => Props.Create(() => Make()));

    [Fact]
    public void The_expression_sets_no_properties() =>
        Assert.Throws<InvalidCastException>(() => Props.Create(() => new Settable { Answer = "a" }));

    [Fact]
    public void A_missing_type_is_refused() =>
        Assert.Throws<ArgumentNullException>("type", () => Props.Create((Type)null!, "a"));

    [Fact]
    public void Arguments_that_fit_no_constructor_fail_the_actor_and_not_the_props()
    {
        var supervisor = Sys.ActorOf(Supervisor.Props(failure => failure is ActorInitializationException ? Directive.Stop : Directive.Resume));
        supervisor.Tell(Props.Create<Named>("too few"));
        var child = ExpectMsg<IActorRef>();
        Watch(child);
        ExpectTerminated(child);
    }

    [Fact]
    public void A_strategy_comes_with_the_type_or_with_the_expression()
    {
        var strategy = new OneForOneStrategy(_ => Directive.Stop);
        Assert.Same(strategy, Props.Create<Echo>(strategy).SupervisorStrategy);
        Assert.Same(strategy, Props.Create(() => new Echo(), strategy).SupervisorStrategy);
        Assert.Equal(typeof(Echo), Props.Create<Echo>(strategy).Type);
        Assert.Null(Props.Create<Echo>().SupervisorStrategy);
    }

    [Fact]
    public void A_generic_type_takes_its_arguments_in_one_array()
    {
        Sys.ActorOf(Props.Create<Named>(new object[] { "a", 1 })).Tell("who");
        ExpectMsg("a1");
        Assert.Empty(Props.Create<Echo>().Arguments);
    }

    [Fact]
    public void Props_are_immutable()
    {
        var props = Props.Create<Echo>();
        var strategy = new OneForOneStrategy(_ => Directive.Stop);
        Assert.NotSame(props, props.WithSupervisorStrategy(strategy));
        Assert.Null(props.SupervisorStrategy);
        Assert.Same(strategy, props.WithSupervisorStrategy(strategy).SupervisorStrategy);
        Assert.Equal("other", props.WithDispatcher("other").Dispatcher);
        Assert.Equal("akka.actor.default-dispatcher", props.Dispatcher);
        Assert.Equal("other", props.WithMailbox("other").Mailbox);
        Assert.Equal("akka.actor.default-mailbox", props.Mailbox);
        Assert.NotSame(props, props.WithStashCapacity(1));
    }

    [Fact]
    public void Empty_props_make_an_actor_that_handles_nothing()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.UnhandledMessage));
        Sys.ActorOf(Props.Empty).Tell("what");
        ExpectMsg<Akka.Event.UnhandledMessage>();
    }

    private static Named Make() => new("a", 1);

    private sealed class Settable : UntypedActor
    {
        public string? Answer { get; set; }

        protected override void OnReceive(object message) => Sender.Tell(Answer!);
    }

    private sealed class Named(string name, int number) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is Exception failure)
                throw failure;
            Sender.Tell($"{name}{number}");
        }
    }
}
