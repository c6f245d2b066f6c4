using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.Embedded.Tests.Guarantees.Stress;
using Xunit.Abstractions;

namespace Akka.Embedded.Tests.Guarantees;

/// <summary>
/// A thousand actors crash under load, each test for as many seconds as <c>AKKA_STRESS_SECONDS</c> says (2 if it says nothing;
/// 30 is the full size). Every message is handled, the one that an actor failed at, or a dead letter; when all is over,
/// nothing is left.
/// </summary>
[Collection(nameof(StressTests))]
[CollectionDefinition(nameof(StressTests), DisableParallelization = true)]
public sealed class StressTests(ITestOutputHelper output)
{
    private const int Workers = 1_000;

    // Threads that the pool, which belongs to nobody here, may have added meanwhile.
    private const int ThreadSlack = 24;

    private static readonly TimeSpan Load = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("AKKA_STRESS_SECONDS") ?? "2", CultureInfo.InvariantCulture));

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public Task Nothing_is_lost_or_left_behind_by_actors_that_crash_under_load() => RunAsync(new Mix(
        (Deed.Handle, 60), (Deed.Pass, 30), (Deed.CrashAndRestart, 6), (Deed.CrashAndResume, 2), (Deed.CrashAndStop, 2)));

    [Fact]
    public Task Nothing_is_lost_or_left_behind_by_siblings_that_share_one_fate() => RunAsync(new Mix(
        (Deed.Handle, 30_000), (Deed.Pass, 20_000), (Deed.CrashAndResume, 1_000), (Deed.CrashAndRestart, 20), (Deed.CrashAndStop, 2))
    { IsAllForOne = true });

    [Fact]
    public Task Nothing_is_lost_or_left_behind_by_actors_that_await() => RunAsync(new Mix(
        (Deed.Handle, 60), (Deed.Pass, 30), (Deed.CrashAndRestart, 3), (Deed.CrashAndResume, 3), (Deed.CrashAndStop, 3))
    { IsAsynchronous = true });

    [Fact]
    public Task Nothing_is_lost_or_left_behind_by_actors_that_await_while_their_siblings_crash() => RunAsync(new Mix(
        (Deed.Handle, 30_000), (Deed.Pass, 20_000), (Deed.CrashAndResume, 1_000), (Deed.CrashAndRestart, 20), (Deed.CrashAndStop, 2))
    { IsAllForOne = true, IsAsynchronous = true });

    [Fact]
    public Task Nothing_is_lost_or_left_behind_by_actors_that_stash() => RunAsync(new Mix(
        (Deed.Handle, 60), (Deed.Pass, 30), (Deed.Close, 4), (Deed.Kill, 2), (Deed.Poison, 1), (Deed.CrashAndRestart, 2), (Deed.CrashAndResume, 1)));

    [Fact]
    public Task Nothing_is_lost_or_left_behind_by_actors_that_watch_each_other_die() => RunAsync(new Mix(
        (Deed.Handle, 400), (Deed.Watch, 300), (Deed.Unwatch, 100), (Deed.Poison, 20), (Deed.Kill, 20), (Deed.CrashAndStop, 20), (Deed.CrashAndRestart, 20)));

    [Fact]
    public Task Nothing_is_lost_or_left_behind_by_actors_that_stop_while_they_are_asked() => RunAsync(new Mix(
        (Deed.Answer, 90), (Deed.Poison, 2), (Deed.CrashAndStop, 2), (Deed.CrashAndRestart, 2), (Deed.CrashAndResume, 2))
    { IsAsked = true });

    [Fact]
    public Task Nothing_is_lost_or_left_behind_by_actors_whose_supervisors_fail_for_them() => RunAsync(new Mix(
        (Deed.Handle, 6_000), (Deed.Pass, 3_000), (Deed.Answer, 1_000), (Deed.Close, 100), (Deed.Watch, 500),
        (Deed.Unwatch, 100), (Deed.Poison, 50), (Deed.Kill, 50), (Deed.CrashAndResume, 100), (Deed.CrashAndRestart, 100),
        (Deed.CrashAndStop, 100), (Deed.CrashAndEscalate, 2))
    { IsAsynchronous = true, IsAsked = true });

    private async Task RunAsync(Mix mix)
    {
        var threadsBefore = CountThreads();
        using (var system = ActorSystem.Create("stress", "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }"))
        {
            var run = new StressRun(system, mix);
            run.Load(Load);
            await SettleAsync(run);
            Report(run);
            Assert.True(await run.StopAsync(Patience), "the workers stop");
            await CheckAsync(run);

            var terminated = Stopwatch.StartNew();
            await system.Terminate().WaitAsync(Patience);
            output.WriteLine($"terminated in {terminated.ElapsedMilliseconds} ms");
        }

        await UntilAsync(() => CountThreads() <= threadsBefore + ThreadSlack, () => $"{CountThreads()} threads, {threadsBefore} before");
    }

    private static async Task SettleAsync(StressRun run)
    {
        await UntilAsync(() => run.UnderWay == 0 && run.AsksUnderWay == 0, () => $"{run.UnderWay} messages and {run.AsksUnderWay} asks are lost. {Describe(run)}");
        var workers = 0;
        await UntilAsync(async () => (workers = await run.CountWorkersAsync()) == Workers, () => $"{workers} workers");
    }

    private static async Task CheckAsync(StressRun run)
    {
        await UntilAsync(() => run.Mourned == run.Hired, () => $"{run.Hired} hired, {run.Mourned} mourned");
        foreach (var witness in new[] { run.Coroner, run.Mourner })
            witness.Tell("rest", ActorRefs.NoSender); // an actor keeps its last sender until its next message
        Assert.Empty(run.Broken);
        Assert.Equal(run.Told.ToString(), run.Accounted.ToString());
        Assert.Equal(run.Started, run.Stopped);

        var ticks = run.Ticks;
        var remains = "";
        await UntilAsync(() => (remains = run.Remains.Describe()).Length == 0, () => $"still held: {remains}");
        Assert.Equal(ticks, run.Ticks);
    }

    private void Report(StressRun run) => output.WriteLine(Describe(run));

    private static string Describe(StressRun run) =>
        $"told {run.Told.Count}, crashed {run.Crashed.Count}, dead {run.Dead.Count}, incarnations {run.Started}, actors {run.Hired}, ticks {run.Ticks}, answers {run.Answers}, unanswered {run.Unanswered}";

    private static Task UntilAsync(Func<bool> holds, Func<string> describe) => UntilAsync(() => Task.FromResult(holds()), describe);

    private static async Task UntilAsync(Func<Task<bool>> holds, Func<string> describe)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(waited.Elapsed < Patience, describe());
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    private static int CountThreads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }
}
