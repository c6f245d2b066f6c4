namespace AkkaDht.Benchmarks.Runtime;

/// <summary>Counts from many threads and says when all have been counted.</summary>
internal sealed class Countdown(int count)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = count;

    public Task Reached => _reached.Task;

    public void Count()
    {
        if (Interlocked.Decrement(ref _left) == 0) _reached.SetResult();
    }
}
