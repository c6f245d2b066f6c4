namespace AkkaDht.Service.Streams;

/// <summary>What the process reads and writes as bytes, for verbs that join them to a connection; tests give their own.</summary>
internal sealed record StandardStreams(Stream Input, Stream Output)
{
    /// <summary>Those of the process.</summary>
    public static StandardStreams OfProcess() => new(Console.OpenStandardInput(), Console.OpenStandardOutput());
}
