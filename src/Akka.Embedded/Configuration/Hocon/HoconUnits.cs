using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>Numbers with a unit behind them: durations and sizes.</summary>
internal static class HoconUnits
{
    public static TimeSpan Duration(string? text, bool allowInfinite)
    {
        if (allowInfinite && text == "infinite")
            return Timeout.InfiniteTimeSpan;

        var (number, unit) = Divide(text);
        var ticks = unit switch
        {
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => number / TimeSpan.NanosecondsPerTick,
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => number * TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => number * TimeSpan.TicksPerSecond,
            "m" or "minute" or "minutes" => number * TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => number * TimeSpan.TicksPerHour,
            "d" or "day" or "days" => number * TimeSpan.TicksPerDay,
            _ => throw new FormatException($"'{text}' ends in an unknown unit of time."),
        };
        return TimeSpan.FromTicks(Whole(ticks, text));
    }

    public static long Size(string text)
    {
        var (number, unit) = Divide(text);
        return Whole(number * BytesPer(unit, text), text);
    }

    private static double BytesPer(string unit, string text) => unit switch
    {
        "" or "b" or "B" or "byte" or "bytes" => 1,
        "kB" or "kilobyte" or "kilobytes" => 1e3,
        "MB" or "megabyte" or "megabytes" => 1e6,
        "GB" or "gigabyte" or "gigabytes" => 1e9,
        "TB" or "terabyte" or "terabytes" => 1e12,
        "PB" or "petabyte" or "petabytes" => 1e15,
        "k" or "K" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
        "m" or "M" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
        "g" or "G" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
        "t" or "T" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
        "p" or "P" or "Pi" or "PiB" or "pebibyte" or "pebibytes" => 1L << 50,
        _ => throw new FormatException($"'{text}' ends in an unknown unit of size."),
    };

    private static (double Number, string Unit) Divide(string? text)
    {
        var trimmed = text?.Trim() ?? throw new FormatException("Expected a number with a unit, found null.");
        var end = trimmed.Length;
        while (end > 0 && char.IsLetter(trimmed[end - 1]))
            end--;

        const NumberStyles Digits = NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite;
        return double.TryParse(trimmed.AsSpan(0, end), Digits, CultureInfo.InvariantCulture, out var number)
            ? (number, trimmed[end..])
            : throw new FormatException($"Expected a positive number with a unit, found '{text}'.");
    }

    private static long Whole(double value, string? text) =>
        value < long.MaxValue ? (long)Math.Round(value) : throw new FormatException($"'{text}' is too large.");
}
