namespace Akka.Dispatch;

/// <summary>Runs a mailbox at once, on the thread that told the message.</summary>
internal sealed class CallingThreadExecutor : IMailboxExecutor
{
    public static readonly CallingThreadExecutor Instance = new();

    public void Execute(Mailbox mailbox) => mailbox.Run();

    public void Yield(Mailbox mailbox) => mailbox.Run();
}
