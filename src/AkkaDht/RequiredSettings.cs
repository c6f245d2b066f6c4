using System.Globalization;
using Akka.Configuration;

namespace AkkaDht;

/// <summary>Settings that <c>reference.conf</c> always has; one that is missing or senseless says so with its path.</summary>
internal static class RequiredSettings
{
    /// <summary>The settings below <paramref name="path"/>.</summary>
    public static Config Branch(this Config config, string path) => config.GetConfig(path) ?? throw Missing(path);

    /// <summary>The text at <paramref name="path"/>.</summary>
    public static string Text(this Config config, string path) => config.GetString(path) ?? throw Missing(path);

    /// <summary>The whole number at <paramref name="path"/>, from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public static int Number(this Config config, string path, int min = 0, int max = int.MaxValue)
    {
        var text = config.Text(path);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Wrong(path, text, max == int.MaxValue ? $"a whole number of at least {min}" : $"a whole number from {min} to {max}");
    }

    /// <summary>The switch at <paramref name="path"/>: on or off.</summary>
    public static bool Switch(this Config config, string path) => config.Text(path) switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        var text => throw Wrong(path, text, "on or off"),
    };

    /// <summary>The time at <paramref name="path"/>, not negative, and not zero unless that <paramref name="canBeZero"/>.</summary>
    public static TimeSpan Duration(this Config config, string path, bool canBeZero = true)
    {
        try
        {
            if (config.GetTimeSpan(path, allowInfinite: false) is { Ticks: >= 0 } duration && (canBeZero || duration.Ticks > 0)) return duration;
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            // Said below, with the path.
        }

        throw Wrong(path, config.Text(path), "a time such as 10s");
    }

    /// <summary>The number of bytes at <paramref name="path"/>, from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public static int Bytes(this Config config, string path, int min = 0, int max = int.MaxValue)
    {
        try
        {
            if (config.GetByteSize(path) is { } bytes && bytes >= min && bytes <= max) return (int)bytes;
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            // Said below, with the path.
        }

        throw Wrong(path, config.Text(path), max == int.MaxValue && min == 0 ? "a number of bytes such as 64KiB, below 2 GiB" : $"a number of bytes from {min} to {max}");
    }

    private static ConfigurationException Missing(string path) => new($"The setting '{path}' of AkkaDht is missing.");

    private static ConfigurationException Wrong(string path, string text, string expected) =>
        new($"The setting '{path}' of AkkaDht is '{text}', which is not {expected}.");
}
