using Akka.Actor;
using Akka.TestKit;
using Xunit.Sdk;

namespace Akka.Embedded.Tests.TestKit;

/// <summary>Taking messages: what is expected, what is said when it does not come.</summary>
public sealed class ExpectTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    [Fact]
    public void A_message_is_taken_by_its_type_or_a_base_of_it()
    {
        TestActor.Tell("a");
        TestActor.Tell(new ArgumentNullException("b"));

        Assert.Equal("a", ExpectMsg<string>());
        Assert.IsType<ArgumentNullException>(ExpectMsg<ArgumentException>());
    }

    [Fact]
    public void The_wrong_message_fails_at_once_and_is_gone()
    {
        TestActor.Tell("a");
        TestActor.Tell(2);

        Assert.ThrowsAny<XunitException>(() => ExpectMsg<int>());
        Assert.Equal(2, ExpectMsg<int>());
    }

    [Fact]
    public void No_message_fails_after_the_timeout() =>
        Assert.Contains("Timeout", Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(Short)).Message);

    [Fact]
    public void A_message_is_held_against_a_value_a_predicate_or_an_assertion()
    {
        foreach (var number in Enumerable.Range(1, 5))
            TestActor.Tell(number);

        ExpectMsg(1);
        ExpectMsg<int>(number => number == 2);
        ExpectMsg<int>(number => Assert.Equal(3, number));
        ExpectMsg<int>((number, sender) => number == 4 && sender.Equals(TestActor));
        ExpectMsg(50, (expected, actual) => expected == actual * 10);
    }

    [Fact]
    public void A_failed_predicate_or_value_fails_the_test()
    {
        TestActor.Tell(1);
        TestActor.Tell(1);

        Assert.ThrowsAny<XunitException>(() => ExpectMsg(2));
        Assert.ThrowsAny<XunitException>(() => ExpectMsg<int>(number => number == 2));
    }

    [Fact]
    public async Task The_same_is_awaited()
    {
        TestActor.Tell("a");
        TestActor.Tell("b");

        Assert.Equal("a", await ExpectMsgAsync<string>());
        await ExpectMsgAsync("b");
        await ExpectNoMsgAsync(Short);
    }

    [Fact]
    public void The_sender_may_be_expected_too()
    {
        var probe = CreateTestProbe();
        probe.Send(TestActor, "a");
        probe.Send(TestActor, "b");

        ExpectMsgFrom<string>(probe.Ref);
        Assert.ThrowsAny<XunitException>(() => ExpectMsgFrom<string>(TestActor));
        Assert.Equal(probe.Ref, LastSender);
        Assert.Equal("b", LastMessage);
    }

    [Fact]
    public void Several_messages_are_expected_in_whatever_order()
    {
        TestActor.Tell("b");
        TestActor.Tell("a");

        Assert.Equal(["b", "a"], ExpectMsgAllOf("a", "b"));
    }

    [Fact]
    public void A_missing_one_of_several_fails()
    {
        TestActor.Tell("a");
        TestActor.Tell("c");

        Assert.ThrowsAny<XunitException>(() => ExpectMsgAllOf("a", "b"));
    }

    [Fact]
    public void One_of_several_is_enough()
    {
        TestActor.Tell("b");

        Assert.Equal("b", ExpectMsgAnyOf(["a", "b"]));
    }

    [Fact]
    public void Predicates_of_different_types_share_the_messages()
    {
        TestActor.Tell(1);
        TestActor.Tell("a");

        Assert.Equal(2, ExpectMsgAllOfMatchingPredicates(
            PredicateInfo.Create<string>(text => text == "a"), PredicateInfo.Create<int>(number => number == 1)).Count);
    }

    [Fact]
    public void Silence_is_expected_for_a_time()
    {
        ExpectNoMsg(Short);
        TestActor.Tell("a");

        Assert.ThrowsAny<XunitException>(() => ExpectNoMsg(Short));
    }

    [Fact]
    public void A_death_is_expected_of_one_actor()
    {
        var actor = Watch(Sys.ActorOf(Props.Empty));
        Sys.Stop(actor);

        Assert.Equal(actor, ExpectTerminated(actor).ActorRef);
    }

    [Fact]
    public void Fishing_drops_what_it_does_not_want()
    {
        foreach (var number in Enumerable.Range(1, 5))
            TestActor.Tell(number);

        Assert.Equal(4, FishForMessage<int>(number => number == 4));
        ExpectMsg(5);
    }

    [Fact]
    public void Fishing_for_nothing_fails() =>
        Assert.ThrowsAny<XunitException>(() => FishForMessage(_ => true, Short));

    [Fact]
    public async Task Radio_silence_returns_what_came_before_it()
    {
        TestActor.Tell(1);
        TestActor.Tell(2);

        Assert.Equal([1, 2], (await WaitForRadioSilenceAsync(Short)).Cast<int>());
    }

    [Fact]
    public async Task Fishing_until_a_type_comes_fails_when_it_does()
    {
        TestActor.Tell(1d);
        await FishUntilMessageAsync<int>(Short);

        TestActor.Tell(1);
        await Assert.ThrowsAnyAsync<XunitException>(() => FishUntilMessageAsync<int>(Short));
    }

    [Fact]
    public async Task Too_many_messages_before_radio_silence_fail()
    {
        TestActor.Tell(1);
        TestActor.Tell(2);

        await Assert.ThrowsAnyAsync<XunitException>(() => WaitForRadioSilenceAsync(Short, maxMessages: 1));
    }

    [Fact]
    public void A_further_test_actor_receives_for_the_same_test()
    {
        CreateTestActor("other").Tell("a");

        ExpectMsgFrom(TestActor, "a");
    }

    [Fact]
    public void Messages_are_ignored_on_demand()
    {
        IgnoreMessages(message => message is int);
        TestActor.Tell(1);
        TestActor.Tell("a");
        IgnoreNoMessages();
        TestActor.Tell(2);

        ExpectMsg("a");
        ExpectMsg(2);
    }
}
