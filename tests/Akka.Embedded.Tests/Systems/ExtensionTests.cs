using Akka.Actor;

namespace Akka.Embedded.Tests.Systems;

public sealed class ExtensionTests
{
    [Fact]
    public async Task An_extension_is_made_once_however_many_ask()
    {
        MyExtension.Made = 0;
        var system = ActorSystem.Create("extended");
        Assert.False(system.HasExtension<MyExtension>() || system.TryGetExtension<MyExtension>(out _));
        Assert.Null(system.GetExtension<MyExtension>());
        Assert.Null(new MyExtensionProvider().Get(system));
        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => new MyExtensionProvider().Apply(system))));
        Assert.Single(all.Distinct());
        Assert.Equal(1, MyExtension.Made);
        Assert.Same(all[0], system.GetExtension<MyExtension>());
        Assert.True(system.TryGetExtension<MyExtension>(out var found) && found == all[0]);
        Assert.Same(all[0], new MyExtensionProvider().Get(system));
        Assert.Same(all[0], system.RegisterExtension(new MyExtensionProvider()));
        Assert.Same(all[0], system.WithExtension<MyExtension, MyExtensionProvider>());
        await system.Terminate();
    }

    [Fact]
    public async Task An_extension_that_fails_fails_the_same_way_again()
    {
        var system = ActorSystem.Create("failing");
        var first = Assert.Throws<InvalidOperationException>(() => new FailingProvider().Apply(system));
        Assert.Same(first, Assert.Throws<InvalidOperationException>(() => new FailingProvider().Apply(system)));
        Assert.True(system.HasExtension<MyExtension>());
        await system.Terminate();
    }

    [Fact]
    public async Task An_id_by_its_type_makes_an_extension_too()
    {
        var system = ActorSystem.Create("typed");
        var made = system.WithExtension<MyExtension>(typeof(MyExtensionProvider));
        Assert.Same(made, system.WithExtension<MyExtension, MyExtensionProvider>());
        Assert.Same(made, system.WithExtension<MyExtension>());
        await system.Terminate();
    }

    [Fact]
    public async Task Each_system_has_its_own()
    {
        var (one, other) = (ActorSystem.Create("one"), ActorSystem.Create("other"));
        Assert.NotSame(new MyExtensionProvider().Apply(one), new MyExtensionProvider().Apply(other));
        await Task.WhenAll(one.Terminate(), other.Terminate());
    }

    [Fact]
    public async Task An_extension_knows_its_system()
    {
        var system = ActorSystem.Create("knowing");
        Assert.Same(system, system.WithExtension<Knowing, KnowingProvider>().System);
        await system.Terminate();
    }

    [Fact]
    public async Task Settings_name_extensions_and_what_is_none_is_left_out()
    {
        var system = ActorSystem.Create("configured", $"""
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.extensions = ["No.Such.Type, Nowhere", "{typeof(MyExtension).AssemblyQualifiedName}", "{typeof(KnowingProvider).AssemblyQualifiedName}"]
            """);
        Assert.True(system.HasExtension<Knowing>());
        Assert.False(system.HasExtension<MyExtension>());
        await system.Terminate();
    }

    [Fact]
    public void Ids_of_one_extension_are_equal()
    {
        Assert.Equal(new MyExtensionProvider(), new MyExtensionProvider());
        Assert.Equal(typeof(MyExtension), new MyExtensionProvider().ExtensionType);
        Assert.False(new MyExtensionProvider().Equals(new KnowingProvider()));
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

    internal sealed class Knowing(ActorSystem system) : IExtension
    {
        public ActorSystem System => system;
    }

    internal sealed class KnowingProvider : ExtensionIdProvider<Knowing>
    {
        public override Knowing CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
