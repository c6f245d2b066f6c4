namespace AkkaDht.Tests.Support;

/// <summary>Waits for what several actors bring about together.</summary>
internal static class Eventually
{
    /// <summary>Asks again and again until <paramref name="condition"/> holds; fails after 20 s.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await condition()) await timer.WaitForNextTickAsync(patience.Token);
    }
}
