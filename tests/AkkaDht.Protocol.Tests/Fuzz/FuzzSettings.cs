using System.Globalization;

namespace AkkaDht.Protocol.Tests.Fuzz;

/// <summary>How long a fuzz run is and where it starts: <c>AKKADHT_FUZZ_ITERATIONS</c> (100,000 unless set) and <c>SEED</c>.</summary>
internal static class FuzzSettings
{
    public static readonly int Iterations = Read("AKKADHT_FUZZ_ITERATIONS", 100_000);

    public static readonly int Seed = Read("SEED", 1);

    private static int Read(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
