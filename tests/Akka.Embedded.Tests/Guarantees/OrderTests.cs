using Akka.Actor;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Guarantees;

public sealed class OrderTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Messages_of_one_sender_arrive_in_the_order_told()
    {
        var reporter = Sys.ActorOf(Props.Create(() => new Reporter(TestActor, "")));
        ExpectMsg("PreStart");
        for (var i = 0; i < 5_000; i++)
            reporter.Tell(i);
        for (var i = 0; i < 5_000; i++)
            ExpectMsg(i);
    }

    [Fact]
    public void Each_of_many_senders_keeps_its_order_and_nothing_is_lost()
    {
        const int senders = 8, each = 2_000;
        var last = new int[senders];
        var done = CreateTestLatch();
        var left = senders * each;
        var ordered = true;
        var receiver = Sys.ActorOf(Act.Props((message, _) =>
        {
            var (sender, number) = ((int, int))message;
            ordered &= number == ++last[sender];
            if (--left == 0)
                done.CountDown();
        }));
        for (var s = 0; s < senders; s++)
        {
            var sender = s;
            ThreadPool.QueueUserWorkItem(_ =>
            {
                for (var i = 1; i <= each; i++)
                    receiver.Tell((sender, i));
            });
        }

        done.Ready(TimeSpan.FromSeconds(10));
        Assert.True(ordered);
    }

    [Fact]
    public void One_message_is_handled_at_a_time_and_its_writes_are_seen_by_the_next()
    {
        var inside = 0;
        var count = 0;
        var overlapped = false;
        var counter = Sys.ActorOf(Act.Props((message, context) =>
        {
            if (message is "report")
            {
                context.Sender.Tell((count, overlapped));
                return;
            }

            overlapped |= Interlocked.Increment(ref inside) != 1;
            count++;
            Interlocked.Decrement(ref inside);
        }));
        Parallel.For(0, 10_000, _ => counter.Tell("tick", ActorRefs.NoSender));
        counter.Tell("report");
        ExpectMsg((10_000, false));
    }

    [Fact]
    public void A_stop_overtakes_waiting_messages_and_a_poison_pill_does_not()
    {
        var (waiting, gate) = (CreateTestLatch(2), CreateTestLatch());
        var props = Act.Props((message, _) =>
        {
            if (message is "wait")
            {
                waiting.CountDown();
                gate.Ready();
            }

            TestActor.Tell(message);
        });
        var parent = Sys.ActorOf(Act.Props((message, context) =>
        {
            if (message is IActorRef child)
                context.Stop(child);
            context.Sender.Tell(message is Props childProps ? context.ActorOf(childProps) : message);
        }));

        parent.Tell(props);
        var stopped = ExpectMsg<IActorRef>();
        var poisoned = Sys.ActorOf(props);
        foreach (var each in new[] { stopped, poisoned })
        {
            each.Tell("wait");
            each.Tell("after");
        }

        waiting.Ready();
        parent.Tell(stopped);
        poisoned.Tell(PoisonPill.Instance);
        Assert.Contains(stopped, ReceiveN(1));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        gate.CountDown();

        var told = ReceiveN(4);
        Assert.Equal(2, told.Count(message => message is "wait"));
        Assert.Equal(1, told.Count(message => message is "after"));
        Assert.Equal(1, told.Count(message => message is DeadLetter { Message: "after" } letter && letter.Recipient.Equals(stopped)));
    }

    [Fact]
    public void A_message_to_a_stopped_actor_becomes_a_dead_letter()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        actor.Tell("late");
        ExpectMsg<DeadLetter>(letter => letter.Message is "late" && letter.Recipient.Equals(actor) && letter.Sender.Equals(TestActor));
    }

    [Fact]
    public void Null_is_no_message()
    {
        Assert.Throws<ArgumentNullException>(() => Sys.ActorOf(Props.Create(() => new Echo())).Tell(null!, TestActor));
        Assert.Throws<InvalidMessageException>(() => Sys.DeadLetters.Tell(null!, TestActor));
    }
}
