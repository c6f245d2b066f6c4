using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Embedded.Tests.Hosting;

/// <summary>Actors whose constructors take services.</summary>
public sealed class DependencyInjectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Parameters_come_from_the_arguments_and_the_container()
    {
        using var host = await AkkaHostTests.StartAsync(_ => { }, services => services.AddSingleton<Counter>());
        var system = host.Services.GetRequiredService<ActorSystem>();

        var actor = system.ActorOf(DependencyResolver.For(system).Props<Greeter>("hello"), "greeter");

        Assert.Equal("hello 1", await actor.Ask<string>("greet", Patience));
        await host.StopAsync();
    }

    [Fact]
    public async Task Each_incarnation_is_constructed_once()
    {
        using var host = await AkkaHostTests.StartAsync(_ => { }, services => services.AddSingleton<Counter>());
        var system = host.Services.GetRequiredService<ActorSystem>();
        var actor = system.ActorOf(DependencyResolver.For(system).Props<Greeter>("hello"));

        actor.Tell("fail");

        Assert.Equal("hello 2", await actor.Ask<string>("greet", Patience));
        Assert.Equal(2, host.Services.GetRequiredService<Counter>().Value);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_starter_gets_the_resolver()
    {
        using var host = await AkkaHostTests.StartAsync(
            builder => builder.WithActors((system, registry, resolver) => registry.Register<Greeter>(system.ActorOf(resolver.Props<Greeter>("hi")))),
            services => services.AddSingleton<Counter>());

        Assert.Equal("hi 1", await host.Services.GetRequiredService<IRequiredActor<Greeter>>().ActorRef.Ask<string>("greet", Patience));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_scope_has_services_of_its_own()
    {
        using var host = await AkkaHostTests.StartAsync(_ => { }, services => services.AddScoped<Counter>());
        var resolver = DependencyResolver.For(host.Services.GetRequiredService<ActorSystem>()).Resolver;

        using var first = resolver.CreateScope();
        using var second = resolver.CreateScope();

        Assert.Same(first.Resolver.GetService<Counter>(), first.Resolver.GetService<Counter>());
        Assert.NotSame(first.Resolver.GetService<Counter>(), second.Resolver.GetService<Counter>());
        await host.StopAsync();
    }

    internal sealed class Counter
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public int Next() => Interlocked.Increment(ref _value);
    }

    internal sealed class Greeter(string greeting, Counter counter) : UntypedActor
    {
        private readonly int _number = counter.Next();

        protected override void OnReceive(object message)
        {
            if (message is "fail")
                throw new InvalidOperationException("as told");
            Sender.Tell($"{greeting} {_number}");
        }
    }
}
