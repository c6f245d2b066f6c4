using Akka.Actor;
using Xunit.Sdk;

namespace Akka.Embedded.Tests.TestKit;

/// <summary>Waiting for something to become true, and for blocks that must end in time.</summary>
public sealed class AwaitTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    [Fact]
    public void An_assertion_is_tried_until_it_passes()
    {
        var tries = 0;

        AwaitAssert(() => Assert.True(++tries == 3), Long, TimeSpan.FromMilliseconds(5));

        Assert.Equal(3, tries);
    }

    [Fact]
    public void An_assertion_that_never_passes_fails_with_its_own_words() =>
        Assert.Contains("own words", Assert.ThrowsAny<XunitException>(() => AwaitAssert(() => Assert.Fail("own words"), Short)).Message);

    [Fact]
    public async Task An_asynchronous_assertion_is_awaited()
    {
        var tries = 0;

        await AwaitAssertAsync(async () =>
        {
            await Task.Yield();
            Assert.True(++tries == 2);
        });

        Assert.Equal(2, tries);
    }

    [Fact]
    public void A_condition_is_awaited_or_fails()
    {
        var tries = 0;

        AwaitCondition(() => ++tries == 2, Long, TimeSpan.FromMilliseconds(5));
        Assert.False(AwaitConditionNoThrow(() => false, Short));
        Assert.Contains("condition", Assert.ThrowsAny<XunitException>(() => AwaitCondition(() => false, Short)).Message);
    }

    [Fact]
    public async Task A_condition_is_awaited_asynchronously_or_fails()
    {
        var tries = 0;

        await AwaitConditionAsync(() => Task.FromResult(++tries == 2), Long, TimeSpan.FromMilliseconds(5));
        await Assert.ThrowsAnyAsync<XunitException>(() => AwaitConditionAsync(() => Task.FromResult(false), Short));
    }

    [Fact]
    public async Task Those_who_write_test_kits_are_told_of_a_condition_that_never_holds()
    {
        var told = new List<string>();

        Assert.True(InternalAwaitCondition(() => true, Short, null, null));
        Assert.False(InternalAwaitCondition(() => false, Short, null, (format, _) => told.Add(format)));
        Assert.False(await InternalAwaitConditionAsync(() => Task.FromResult(false), Short, null, (format, _) => told.Add(format)));

        Assert.Equal(2, told.Count);
    }

    [Fact]
    public void Expectations_within_a_block_share_its_time()
    {
        var failure = Assert.ThrowsAny<XunitException>(() => Within(Short, () => ExpectMsg<string>()));

        Assert.Contains("Timeout", failure.Message);
    }

    [Fact]
    public void A_block_that_takes_too_long_fails()
    {
        using var never = new ManualResetEventSlim();

        Assert.ThrowsAny<XunitException>(() => Within(Short, () => never.Wait(Short * 2)));
    }

    [Fact]
    public void A_block_that_ends_too_early_fails() =>
        Assert.ThrowsAny<XunitException>(() => Within(Short, Long, () => { }));

    [Fact]
    public void Listening_for_silence_may_use_up_the_block() =>
        Within(Short, () => ExpectNoMsg());

    [Fact]
    public void A_block_returns_its_result_and_knows_what_remains()
    {
        Assert.True(Within(Long, () => Remaining) <= Long);
        Assert.Throws<InvalidOperationException>(() => Remaining);
        Assert.Equal(TimeSpan.FromSeconds(3), RemainingOrDefault);
    }

    [Fact]
    public async Task An_asynchronous_block_keeps_its_time_too()
    {
        TestActor.Tell("a");

        Assert.Equal("a", await WithinAsync(Long, async () => await ExpectMsgAsync<string>()));
        await Assert.ThrowsAnyAsync<XunitException>(() => WithinAsync(Short, async () => await ExpectMsgAsync<string>()));
    }
}

/// <summary>All waits are multiplied by the time factor.</summary>
public sealed class DilationTests() : Akka.TestKit.Xunit2.TestKit("akka.test.timefactor = 4")
{
    [Fact]
    public void Waits_are_dilated()
    {
        Assert.Equal(TimeSpan.FromSeconds(8), Dilated(TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.FromSeconds(12), RemainingOrDefault);
    }

    [Fact]
    public void A_number_of_messages_is_waited_for_four_times_as_long()
    {
        var start = Now;

        Assert.ThrowsAny<XunitException>(() => ReceiveN(1, TimeSpan.FromMilliseconds(250)));

        Assert.InRange(Now - start, TimeSpan.FromMilliseconds(900), TimeSpan.FromMilliseconds(3500));
    }

    [Fact]
    public void One_message_is_waited_for_as_long_as_is_said()
    {
        var start = Now;

        Assert.Null(ReceiveOne(TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(1), GetTimeoutOrDefault(TimeSpan.FromSeconds(1)));

        Assert.InRange(Now - start, TimeSpan.FromMilliseconds(900), TimeSpan.FromMilliseconds(3500));
    }
}
