namespace AkkaDht.Interop.Tests;

/// <summary>Waits for what another process brings about in its own time.</summary>
internal static class Eventually
{
    /// <summary>Asks again and again until <paramref name="condition"/> holds; fails after half a minute.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition()) await timer.WaitForNextTickAsync(patience.Token);
    }
}
