using Akka.Actor;
using Akka.TestKit.Xunit2.Internals;
using Xunit.Sdk;

namespace Akka.Embedded.Tests.TestKit;

/// <summary>How expectations fail, and when values count as equal.</summary>
public sealed class FailureTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void A_number_of_messages_or_a_catch_that_does_not_come_is_a_condition_that_does_not_hold()
    {
        Assert.Throws<TrueException>(() => ReceiveN(2, Short));
        Assert.Throws<TrueException>(() => ExpectMsgAllOf(Short, "a", "b"));
        Assert.Throws<TrueException>(() => FishForMessage(_ => false, Short));
    }

    [Fact]
    public void A_message_that_does_not_satisfy_a_predicate_is_a_condition_that_does_not_hold()
    {
        TestActor.Tell(1);

        Assert.Throws<TrueException>(() => ExpectMsg<int>(number => number == 2));
    }

    [Fact]
    public void Another_message_than_the_expected_one_is_shown_beside_it()
    {
        TestActor.Tell("{0} and {braces}");

        var failure = Assert.Throws<AkkaEqualException>(() => ExpectMsg("{1}", hint: "{hint}"));

        Assert.Contains("{0} and {braces}", failure.Message);
        Assert.Contains("{1}", failure.Message);
    }

    [Fact]
    public void Braces_in_a_message_of_the_wrong_type_are_no_format()
    {
        TestActor.Tell("{not} a {0}");

        Assert.Contains("{not} a {0}", Assert.ThrowsAny<XunitException>(() => ExpectMsg<int>()).Message);
    }

    [Fact]
    public void Sequences_are_equal_element_by_element()
    {
        TestActor.Tell(new[] { 1, 2 });
        TestActor.Tell(new List<object> { 1, "a" });
        TestActor.Tell(new[] { 1, 2 });

        ExpectMsg(new[] { 1, 2 });
        ExpectMsg<IEnumerable<object>>(new object[] { 1, "a" });
        Assert.Throws<AkkaEqualException>(() => ExpectMsg(new[] { 1, 2, 3 }));
    }

    [Fact]
    public void Values_of_different_types_are_not_equal()
    {
        TestActor.Tell(new Cat("a"));

        Assert.Throws<AkkaEqualException>(() => ExpectMsg<Animal>(new Dog("a")));
    }

    [Fact]
    public void A_probe_is_equal_to_its_reference_in_messages()
    {
        var probe = CreateTestProbe();
        TestActor.Tell(probe.Ref);

        ExpectMsg<IActorRef>(probe);
    }

    [Fact]
    public void The_wrong_sender_fails_with_both()
    {
        var probe = CreateTestProbe();
        TestActor.Tell("a", TestActor);

        Assert.Contains(probe.Ref.Path.Name, Assert.ThrowsAny<XunitException>(() => ExpectMsgFrom<string>(probe)).Message);
    }

    private class Animal(string name)
    {
        public override bool Equals(object? obj) => obj is Animal other && other.Name == Name;

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

        private string Name => name;
    }

    private sealed class Cat(string name) : Animal(name);

    private sealed class Dog(string name) : Animal(name);
}
