using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.Internal.StringMatcher;
using Akka.TestKit.TestActors;
using Akka.TestKit.TestEvent;
using Xunit.Sdk;

namespace Akka.Embedded.Tests.TestKit;

/// <summary>Expecting, counting and muting what is logged.</summary>
public sealed class EventFilterTests() : Akka.TestKit.Xunit2.TestKit("akka.loglevel = DEBUG, akka.stdout-loglevel = OFF, akka.test.filter-leeway = 2s")
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(60);

    [Fact]
    public void Each_level_has_its_filter()
    {
        EventFilter.Debug("a").ExpectOne(() => Log.Debug("a"));
        EventFilter.Info("a").ExpectOne(() => Log.Info("a"));
        EventFilter.Warning("a").ExpectOne(() => Log.Warning("a"));
        EventFilter.Error("a").ExpectOne(() => Log.Error("a"));
    }

    [Fact]
    public void A_message_is_recognized_whole_by_its_start_by_a_part_or_by_a_pattern()
    {
        EventFilter.Warning("one two").ExpectOne(() => Log.Warning("one {0}", "two"));
        EventFilter.Warning(start: "one").ExpectOne(() => Log.Warning("one two"));
        EventFilter.Warning(contains: "e t").ExpectOne(() => Log.Warning("one two"));
        EventFilter.Warning(new Regex("t.o$")).ExpectOne(() => Log.Warning("one two"));
    }

    [Fact]
    public void Too_few_events_fail_after_the_timeout() =>
        Assert.Contains("Timeout", Assert.ThrowsAny<XunitException>(
            () => EventFilter.Warning("a").Expect(2, Short, () => Log.Warning("a"))).Message);

    [Fact]
    public void Too_many_events_fail() =>
        Assert.Contains("1 message too many", Assert.ThrowsAny<XunitException>(() => EventFilter.Warning("a").Expect(1, () =>
        {
            Log.Warning("a");
            Log.Warning("a");
        })).Message);

    [Fact]
    public void None_may_be_expected() =>
        Assert.ThrowsAny<XunitException>(() => EventFilter.Warning("a").Expect(0, Short, () => Log.Warning("a")));

    [Fact]
    public async Task Events_are_awaited_after_an_asynchronous_action()
    {
        await EventFilter.Warning("a").ExpectOneAsync(async () =>
        {
            await Task.Yield();
            Log.Warning("a");
        });
        await EventFilter.Warning("a").ExpectAsync(2, () =>
        {
            Log.Warning("a");
            Log.Warning("a");
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void An_exception_is_recognized_by_type_and_message()
    {
        EventFilter.Exception<ArgumentException>("wrong").ExpectOne(() => Log.Error(new ArgumentException("wrong"), "said"));
        EventFilter.Exception<ArgumentException>("said").ExpectOne(() => Log.Error(new ArgumentException("wrong"), "said"));
        EventFilter.Exception(typeof(ArgumentException), checkInnerExceptions: true)
            .ExpectOne(() => Log.Error(new InvalidOperationException("outer", new ArgumentException("inner")), "said"));
    }

    [Fact]
    public void A_failing_actor_is_recognized_by_its_path()
    {
        var actor = Sys.ActorOf(Props.Create<Failing>(), "failing");

        EventFilter.Exception<InvalidOperationException>(source: actor.Path.ToString()).ExpectOne(() => actor.Tell("a"));
        EventFilter.Exception<InvalidOperationException>(source: "/user/failing").ExpectOne(() => actor.Tell("a"));
    }

    [Fact]
    public void A_dead_letter_is_recognized_by_message_and_recipient()
    {
        var actor = Watch(Sys.ActorOf(Props.Empty, "gone"));
        Sys.Stop(actor);
        ExpectTerminated(actor);

        EventFilter.DeadLetter<string>().ExpectOne(() => actor.Tell("a"));
        EventFilter.DeadLetter<string>(text => text == "b", source: actor.Path.ToString()).ExpectOne(() => actor.Tell("b"));
    }

    [Fact]
    public void Filters_are_joined_by_and()
    {
        EventFilter.Warning("a").And.Error("b").Expect(2, () =>
        {
            Log.Warning("a");
            Log.Error("b");
        });
    }

    [Fact]
    public void Any_predicate_will_do() =>
        EventFilter.Custom(logEvent => logEvent is Warning && logEvent.Message.ToString() == "a").ExpectOne(() => Log.Warning("a"));

    [Fact]
    public void A_predicate_that_throws_did_not_mean_the_event() =>
        EventFilter.Custom(logEvent => (string)logEvent.Message == "a").ExpectOne(() =>
        {
            Log.Warning("{0} that is filled in", "a template");
            Log.Warning("a");
        });

    [Fact]
    public void A_message_that_nobody_handles_is_no_warning() =>
        EventFilter.Warning().And.Error().Expect(0, Short, () => Sys.ActorOf<UnhandledMessageActor>().Tell("a"));

    [Fact]
    public void Dead_letters_are_muted_by_publishing_it()
    {
        var muted = 0;
        var filter = new DeadLettersFilter(
            new PredicateMatcher(_ => true),
            new PredicateMatcher(source => source.EndsWith("/gone", StringComparison.Ordinal)),
            letter => letter.Message is "a" && ++muted > 0);
        Sys.EventStream.Publish(new Mute(filter));
        var gone = Sys.ActorOf(BlackHoleActor.Props, "gone");
        Watch(gone);
        Sys.Stop(gone);
        ExpectTerminated(gone);

        EventFilter.DeadLetter<string>().Expect(1, () =>
        {
            gone.Tell("a");
            gone.Tell("b");
        });
        Sys.EventStream.Publish(new Unmute(filter));

        Assert.Equal(1, muted);
    }

    [Fact]
    public void Muting_lasts_until_it_is_disposed()
    {
        using (EventFilter.Warning("a").Mute())
            Log.Warning("a");

        Assert.Equal(3, EventFilter.Warning("a").Mute(() => 3));
    }

    private sealed class Failing : UntypedActor
    {
        protected override void OnReceive(object message) => throw new InvalidOperationException("as told");
    }
}
