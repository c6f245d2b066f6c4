namespace Akka.Actor;

/// <summary>Something that can be called off.</summary>
public interface ICancelable
{
    /// <summary>Whether it has been called off.</summary>
    bool IsCancellationRequested { get; }

    /// <summary>A token that is cancelled together with this.</summary>
    CancellationToken Token { get; }

    /// <summary>Calls it off.</summary>
    void Cancel();

    /// <summary>Calls it off; says whether the first exception of a callback ends the calling of the others.</summary>
    void Cancel(bool throwOnFirstException);

    /// <summary>Calls it off later.</summary>
    void CancelAfter(TimeSpan delay);

    /// <summary>Calls it off in so many milliseconds.</summary>
    void CancelAfter(int millisecondsDelay);
}

/// <summary>Shorter ways to cancel.</summary>
public static class CancelableExtensions
{
    /// <summary>Cancels it if there is something to cancel.</summary>
    public static void CancelIfNotNull(this ICancelable? cancelable) => cancelable?.Cancel();
}
