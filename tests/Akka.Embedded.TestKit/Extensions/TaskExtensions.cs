using Xunit;
using Xunit.Sdk;

namespace Akka.TestKit.Extensions;

/// <summary>Waits for tasks no longer than a test may take.</summary>
public static class TaskExtensions
{
    /// <summary>Whether the task ends in time; a failure of it is thrown.</summary>
    public static async Task<bool> AwaitWithTimeout(this Task parentTask, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (!await EndsWithin(parentTask, timeout, cancellationToken))
            return false;
        await parentTask;
        return true;
    }

    /// <summary>The result of the task, or a <see cref="TimeoutException"/> when it does not end in time.</summary>
    public static Task<T> WithTimeout<T>(this Task<T> parentTask, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        parentTask.WaitAsync(timeout, cancellationToken);

    /// <summary>Fails the test unless the task ends in time with such a result.</summary>
    public static async Task ShouldCompleteWithin<T>(
        this Task<T> task, T expected, TimeSpan timeout, string because = "", params object[] becauseArgs) =>
        Assert.Equal(expected, await task.ShouldCompleteWithin(timeout, because, becauseArgs));

    /// <summary>Fails the test unless the task ends in time, and returns its result.</summary>
    public static async Task<T> ShouldCompleteWithin<T>(
        this Task<T> task, TimeSpan timeout, string because = "", params object[] becauseArgs)
    {
        await ((Task)task).ShouldCompleteWithin(timeout, because, becauseArgs);
        return await task;
    }

    /// <summary>Fails the test unless the task ends in time; a failure of it is thrown.</summary>
    public static async Task ShouldCompleteWithin(this Task task, TimeSpan timeout, string because = "", params object[] becauseArgs)
    {
        if (!await task.AwaitWithTimeout(timeout))
            throw Late(task, timeout, because, becauseArgs);
    }

    /// <summary>Fails the test unless the task ends in time with an exception of the type and text of <paramref name="expected"/>.</summary>
    public static async Task ShouldThrowWithin<T>(
        this Task task, T expected, TimeSpan timeout, string because = "", params object[] becauseArgs)
        where T : Exception
    {
        var thrown = await task.ShouldThrowWithin<T>(timeout, because, becauseArgs);
        Assert.Equal(expected.Message, thrown.Message);
    }

    /// <summary>Fails the test unless the task ends in time with an exception of the type, and returns it.</summary>
    public static async Task<T> ShouldThrowWithin<T>(this Task task, TimeSpan timeout, string because = "", params object[] becauseArgs)
        where T : Exception
    {
        if (!await EndsWithin(task, timeout, default))
            throw Late(task, timeout, because, becauseArgs);
        return await Assert.ThrowsAnyAsync<T>(() => task);
    }

    private static async Task<bool> EndsWithin(Task task, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = await Task.WhenAny(task, Task.Delay(timeout, end.Token)) == task;
        await end.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return ended;
    }

    private static XunitException Late(Task task, TimeSpan timeout, string because, object[] becauseArgs)
    {
        var reason = because.Length == 0 ? "" : " " + string.Format(System.Globalization.CultureInfo.InvariantCulture, because, becauseArgs);
        return new XunitException($"Expected the task to end within {timeout}{reason}, but it is {task.Status}.");
    }
}
