using Akka.Actor;

namespace Akka.Embedded.Tests.TestKit;

/// <summary>What happens when a test has ended.</summary>
public sealed class EndOfTestTests
{
    [Fact]
    public void AfterAll_ends_the_system()
    {
        var kit = new Ending();

        kit.Dispose();

        Assert.Equal([false, true], kit.Ended);
    }

    [Fact]
    public async Task Who_overrides_it_without_the_base_keeps_the_system()
    {
        var kit = new Keeping();

        kit.Dispose();

        Assert.False(kit.Sys.WhenTerminated.IsCompleted);
        await kit.Sys.Terminate();
    }

    [Fact]
    public void It_is_called_once_however_often_the_test_is_disposed()
    {
        var kit = new Ending();

        kit.Dispose();
        kit.Dispose();

        Assert.Equal(2, kit.Ended.Count);
    }

    [Fact]
    public async Task A_system_that_outlives_its_time_is_an_error_if_that_is_to_be_verified()
    {
        var system = ActorSystem.Create("slow");
        using var end = new ManualResetEventSlim();
        system.ActorOf(Support.Act.Props((_, _) => end.Wait())).Tell("wait");
        var kit = new Akka.TestKit.Xunit2.TestKit(system);

        Assert.Throws<TimeoutException>(() => kit.Shutdown(TimeSpan.FromMilliseconds(30), verifySystemShutdown: true));
        kit.Shutdown(TimeSpan.FromMilliseconds(30));

        end.Set();
        await system.WhenTerminated;
    }

    private sealed class Ending : Akka.TestKit.Xunit2.TestKit
    {
        public List<bool> Ended { get; } = [];

        protected override void AfterAll()
        {
            Ended.Add(Sys.WhenTerminated.IsCompleted);
            base.AfterAll();
            Ended.Add(Sys.WhenTerminated.IsCompleted);
        }
    }

    private sealed class Keeping : Akka.TestKit.Xunit2.TestKit
    {
        protected override void AfterAll()
        {
        }
    }
}
