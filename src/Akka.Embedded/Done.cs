namespace Akka;

/// <summary>Says that something has finished, where there is nothing more to say; most often the result of a task.</summary>
public sealed class Done
{
    /// <summary>The only value.</summary>
    public static readonly Done Instance = new();

    private Done() { }
}
