using Xunit;

namespace Akka.TestKit.Xunit2.Attributes;

/// <summary>A fact that is left out where the environment variable <c>XUNIT_SKIP_LOCAL_FACT</c> says so, as on a build server.</summary>
public class LocalFactAttribute : FactAttribute
{
    private const string Variable = "XUNIT_SKIP_LOCAL_FACT";

    /// <summary>Why it is left out, if it is.</summary>
    public override string? Skip
    {
        get => base.Skip ?? (IsLeftOut ? SkipLocal : null);
        set => base.Skip = value;
    }

    /// <summary>Why it is left out there.</summary>
    public string? SkipLocal { get; set; }

    private static bool IsLeftOut => bool.TryParse(Environment.GetEnvironmentVariable(Variable), out var leftOut) && leftOut;
}
