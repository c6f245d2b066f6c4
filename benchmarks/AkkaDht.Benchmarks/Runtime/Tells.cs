using System.Diagnostics;
using Akka.Actor;

namespace AkkaDht.Benchmarks.Runtime;

/// <summary>How many messages a second does one actor handle that others tell it as fast as they can?</summary>
internal static class Tells
{
    private const int Senders = 16;

    private static readonly object Message = new();

    /// <summary>A thread that is no actor's tells, and the time runs until the last message is handled.</summary>
    public static async Task<double> FromThreadAsync(Effort effort)
    {
        var messages = effort.Of(10_000_000);
        using var system = Effort.StartSystem();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var receiver = system.ActorOf(Props.Create(() => new Receiver(messages, end)));
        var elapsed = Stopwatch.StartNew();
        var teller = new Thread(() =>
        {
            for (var i = 0; i < messages; i++) receiver.Tell(Message, ActorRefs.NoSender);
        });
        teller.Start();
        await end.Task;
        return messages / elapsed.Elapsed.TotalSeconds;
    }

    /// <summary>Sixteen actors tell one.</summary>
    public static async Task<double> FanInAsync(Effort effort)
    {
        var each = effort.Of(8_000_000) / Senders;
        using var system = Effort.StartSystem();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var receiver = system.ActorOf(Props.Create(() => new Receiver(each * Senders, end)));
        var senders = Enumerable.Range(0, Senders).Select(_ => system.ActorOf(Props.Create(() => new Sender(receiver)))).ToArray();
        var elapsed = Stopwatch.StartNew();
        foreach (var sender in senders) sender.Tell(each);
        await end.Task;
        return each * Senders / elapsed.Elapsed.TotalSeconds;
    }

    private sealed class Receiver : ReceiveActor
    {
        private int _left;

        public Receiver(int messages, TaskCompletionSource end)
        {
            _left = messages;
            ReceiveAny(_ =>
            {
                if (--_left == 0) end.SetResult();
            });
        }
    }

    private sealed class Sender(IActorRef receiver) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            for (var left = (int)message; left > 0; left--) receiver.Tell(Message);
        }
    }
}
