using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace Akka.Embedded.Tests.Systems;

public sealed class SetupTests
{
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
    public void A_later_setup_replaces_one_of_its_type()
    {
        var setup = ActorSystemSetup.Empty.WithSetup(new MySetup("first")).WithSetup(new MySetup("second"));
        Assert.Equal("second", setup.Get<MySetup>().Value.Text);
        Assert.Equal("third", ActorSystemSetup.Create(new MySetup("first"), new OtherSetup(), new MySetup("third")).Get<MySetup>().Value.Text);
    }

    [Fact]
    public void Setups_are_joined_one_by_one()
    {
        var setup = new MySetup("mine").And(new OtherSetup()).And(new MySetup("mine at last"));
        Assert.Equal("mine at last", setup.Get<MySetup>().Value.Text);
        Assert.True(setup.Get<OtherSetup>().HasValue);
        Assert.False(setup.Get<BootstrapSetup>().HasValue);
    }

    [Fact]
    public void A_setup_is_never_changed()
    {
        var setup = ActorSystemSetup.Create(new MySetup("mine"));
        Assert.True(setup.And(new OtherSetup()).Get<OtherSetup>().HasValue);
        Assert.False(setup.Get<OtherSetup>().HasValue);
    }

    [Fact]
    public void A_fallback_fills_in_what_the_configuration_leaves_open()
    {
        Config config = "a = 1";
        var setup = BootstrapSetup.Create();
        Assert.False(setup.Config.HasValue);
        Assert.Equal(2, setup.WithConfigFallback("b = 2").Config.Value.GetInt("b"));
        var filled = setup.WithConfig(config).WithConfigFallback("a = 2, b = 2").Config.Value;
        Assert.Equal((1, 2), (filled.GetInt("a"), filled.GetInt("b")));
    }

    [Fact]
    public async Task A_system_can_be_made_from_a_bootstrap_alone()
    {
        var system = ActorSystem.Create("bootstrap", BootstrapSetup.Create().WithConfig("a = 1"));
        Assert.Equal(1, system.Settings.Config.GetInt("a"));
        Assert.True(system.Settings.Setup.Get<BootstrapSetup>().HasValue);
        await system.Terminate();
    }

    private sealed class MySetup(string text) : Setup
    {
        public string Text => text;
    }

    private sealed class OtherSetup : Setup;
}
