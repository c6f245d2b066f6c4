namespace Akka.Dispatch;

/// <summary>
/// Gives runnable mailboxes a thread; a part of the platform. A mailbox is never handed in
/// again before its run has ended.
/// </summary>
internal interface IMailboxExecutor
{
    /// <summary>Runs a mailbox that has just become runnable, now or soon.</summary>
    void Execute(Mailbox mailbox);

    /// <summary>Runs a mailbox again that has used up its turn, behind the others.</summary>
    void Yield(Mailbox mailbox);
}
