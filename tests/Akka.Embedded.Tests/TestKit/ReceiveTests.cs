using Akka.Actor;
using Xunit.Sdk;

namespace Akka.Embedded.Tests.TestKit;

/// <summary>Taking and looking at messages without expecting anything of them.</summary>
public sealed class ReceiveTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    [Fact]
    public void One_message_is_received_or_null()
    {
        TestActor.Tell("a");

        Assert.Equal("a", ReceiveOne(Short));
        Assert.Null(ReceiveOne(Short));
        Assert.Null(LastMessage);
    }

    [Fact]
    public void A_message_comes_with_its_sender()
    {
        TestActor.Tell("a", TestActor);

        Assert.True(TryReceiveOne(out var envelope, Short));
        Assert.Equal(TestActor, envelope.Sender);
        Assert.False(TryReceiveOne(out _, Short));
    }

    [Fact]
    public void Peeking_leaves_the_message()
    {
        TestActor.Tell("a");

        Assert.Equal("a", PeekOne(Short));
        Assert.True(HasMessages);
        ExpectMsg("a");
        Assert.False(HasMessages);
    }

    [Fact]
    public void A_number_of_messages_is_received_in_order()
    {
        TestActor.Tell(1);
        TestActor.Tell(2);

        Assert.Equal([1, 2], ReceiveN(2).Cast<int>());
    }

    [Fact]
    public void Too_few_messages_fail() =>
        Assert.Contains("2 messages", Assert.ThrowsAny<XunitException>(() => ReceiveN(2, Short)).Message);

    [Fact]
    public async Task A_number_of_messages_is_awaited_one_by_one()
    {
        TestActor.Tell(1);
        TestActor.Tell(2);
        var received = new List<object>();

        await foreach (var message in ReceiveNAsync(2, TimeSpan.FromSeconds(3)))
            received.Add(message);

        Assert.Equal([1, 2], received);
    }

    [Fact]
    public void Receiving_goes_on_while_the_filter_makes_something_of_it()
    {
        foreach (var text in (string[])["a", "b", "", "c"])
            TestActor.Tell(text);

        Assert.Equal(["A", "B"], ReceiveWhile(Short, message => message is string { Length: > 0 } text ? text.ToUpperInvariant() : null));
        ExpectMsg("");
        ExpectMsg("c");
    }

    [Fact]
    public void Receiving_ends_with_the_number_asked_for_or_with_idleness()
    {
        TestActor.Tell("a");
        TestActor.Tell("b");
        TestActor.Tell("c");

        Assert.Equal(["a", "b"], ReceiveWhile(message => message as string, msgs: 2));
        Assert.Equal(["c"], ReceiveWhile(message => message as string, TimeSpan.FromSeconds(3), idle: Short));
    }

    [Fact]
    public void Receiving_by_type_drops_the_other_types()
    {
        TestActor.Tell("a");
        TestActor.Tell(1);
        TestActor.Tell("end");

        Assert.Equal(["a"], ReceiveWhile<string>(text => text != "end", Short));
        ExpectMsg("end");
    }

    [Fact]
    public async Task ReceiveWhile_shows_its_filter_who_told_the_message()
    {
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        TestActor.Tell("a", first.Ref);
        TestActor.Tell("b", second.Ref);
        Assert.Equal([first.Ref, second.Ref], ReceiveWhile(_ => LastSender, msgs: 2));
        TestActor.Tell("c", first.Ref);
        Assert.Equal("c from " + first.Ref, await ReceiveWhileAsync(_ => $"{LastMessage} from {LastSender}", msgs: 1).FirstAsync());
    }
}
