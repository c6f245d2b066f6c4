namespace Akka.Dispatch;

/// <summary>Says how many messages an actor handles in a row and where a runnable mailbox goes.</summary>
internal sealed class Dispatcher(string id, int throughput, IMailboxExecutor executor)
{
    public string Id => id;

    /// <summary>Messages handled by one actor before others get their turn.</summary>
    public int Throughput { get; set; } = throughput;

    public IMailboxExecutor Executor => executor;

    public void Execute(Mailbox mailbox) => executor.Execute(mailbox);
}

/// <summary>Gives runnable mailboxes a thread; the one seam between the actors and whatever runs them.</summary>
internal interface IMailboxExecutor
{
    /// <summary>Runs the mailbox once, now or soon; a mailbox is never handed in again before that run has ended.</summary>
    void Execute(Mailbox mailbox);
}

/// <summary>Runs a mailbox at once, on the thread that told the message.</summary>
internal sealed class CallingThreadExecutor : IMailboxExecutor
{
    public static readonly CallingThreadExecutor Instance = new();

    public void Execute(Mailbox mailbox) => mailbox.Run();
}
