using Akka.Actor;
using Akka.Hosting;

namespace Akka.Embedded.Tests.Hosting;

/// <summary>Actors by a type that stands for them.</summary>
public sealed class ActorRegistryTests : Akka.TestKit.Xunit2.TestKit
{
    private readonly ActorRegistry _registry = new();

    [Fact]
    public void What_was_registered_is_found()
    {
        _registry.Register<string>(TestActor);

        Assert.Equal(TestActor, _registry.Get<string>());
        Assert.True(_registry.TryGet<string>(out var found));
        Assert.Equal(TestActor, found);
        Assert.Equal(typeof(string), Assert.Single(_registry).Key);
    }

    [Fact]
    public void A_taken_key_is_refused_unless_it_is_to_be_overwritten()
    {
        var other = CreateTestProbe().Ref;
        _registry.Register<string>(TestActor);

        Assert.Throws<DuplicateActorRegistryException>(() => _registry.Register<string>(other));
        Assert.False(_registry.TryRegister<string>(other));
        _registry.Register<string>(other, overwrite: true);

        Assert.Equal(other, _registry.Get<string>());
    }

    [Fact]
    public void A_missing_key_is_an_error_or_false()
    {
        Assert.Throws<MissingActorRegistryEntryException>(() => _registry.Get<string>());
        Assert.False(_registry.TryGet<string>(out _));
    }

    [Fact]
    public async Task A_key_is_awaited_until_it_is_registered()
    {
        var awaited = _registry.GetAsync<string>();
        Assert.False(awaited.IsCompleted);

        _registry.Register<string>(TestActor);

        Assert.Equal(TestActor, await awaited);
        Assert.Equal(TestActor, await _registry.GetAsync<string>());
    }

    [Fact]
    public async Task Awaiting_a_key_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        var awaited = _registry.GetAsync<string>(source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => awaited);
    }

    [Fact]
    public void The_first_failure_makes_a_required_actor_nobody_from_then_on()
    {
        var required = new RequiredActor<string>(_registry);

        Assert.Throws<MissingActorRegistryEntryException>(() => required.ActorRef);
        Assert.True(required.ActorRef.IsNobody());
    }
}
