namespace Akka.Dispatch;

/// <summary>
/// Runs mailboxes on the thread pool. The receiver of a message runs next on the sender's thread, where the message is
/// still in the cache; but a thread that only ever did that would never look at anybody else, so now and then a mailbox
/// goes to the end of the common queue.
/// </summary>
internal sealed class PoolExecutor : IMailboxExecutor
{
    public static readonly PoolExecutor Instance = new();

    private const uint LocalHandovers = 64;

    [ThreadStatic]
    private static uint _handovers;

    public void Execute(Mailbox mailbox) =>
        ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: ++_handovers % LocalHandovers != 0);

    public void Yield(Mailbox mailbox) => ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: false);
}
