using Xunit.Sdk;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>Two values that should be equal are not.</summary>
public class AkkaEqualException : XunitException
{
    /// <summary>A failure in words.</summary>
    public AkkaEqualException(string format = "", params object?[] args)
        : base(XunitAssertions.Text(format, args))
    {
    }

    /// <summary>A failure that shows both values and says why they should have been equal.</summary>
    public static AkkaEqualException ForMismatchedValues(object? expected, object? actual, string? format = null, params object?[] args)
    {
        var values = $"Expected: {Shown(expected)}{Environment.NewLine}Actual:   {Shown(actual)}";
        return string.IsNullOrEmpty(format)
            ? new("{0}", $"Values differ{Environment.NewLine}{values}")
            : new("{0}", $"{XunitAssertions.Text(format, args)}{Environment.NewLine}{values}");
    }

    private static string Shown(object? value) => value switch
    {
        null => "(null)",
        string text => $"\"{text}\"",
        _ => $"{value} ({value.GetType()})",
    };
}
