namespace Akka.Dispatch;

/// <summary>Says how many messages an actor handles in a row and where a runnable mailbox goes.</summary>
internal sealed class Dispatcher(string id, int throughput, IMailboxExecutor executor)
{
    public string Id => id;

    /// <summary>Messages handled by one actor before others get their turn.</summary>
    public int Throughput => throughput;

    /// <summary>Gives a mailbox a thread that has just become runnable.</summary>
    public void Execute(Mailbox mailbox) => executor.Execute(mailbox);

    /// <summary>Gives a mailbox a thread again that has used up its turn; others come first.</summary>
    public void Yield(Mailbox mailbox) => executor.Yield(mailbox);
}
