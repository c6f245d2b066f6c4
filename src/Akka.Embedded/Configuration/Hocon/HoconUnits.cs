using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>Numbers with a unit behind them: durations and sizes.</summary>
internal static class HoconUnits
{
    public static TimeSpan Duration(string? text, bool allowInfinite)
    {
        if (allowInfinite && string.Equals(text, "infinite", StringComparison.OrdinalIgnoreCase))
            return Timeout.InfiniteTimeSpan;

        var (number, unit) = Divide(text);
        return unit switch
        {
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => TimeSpan.FromTicks(Rounded(number / TimeSpan.NanosecondsPerTick)),
            "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.FromTicks(Rounded(number * TimeSpan.TicksPerMicrosecond)),
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.FromMilliseconds(number),
            "s" or "second" or "seconds" => TimeSpan.FromSeconds(number),
            "m" or "minute" or "minutes" => TimeSpan.FromMinutes(number),
            "h" or "hour" or "hours" => TimeSpan.FromHours(number),
            "d" or "day" or "days" => TimeSpan.FromDays(number),
            _ => throw new FormatException($"'{text}' ends in an unknown unit of time."),
        };
    }

    public static long Size(string text)
    {
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        return checked(long.Parse(text.AsSpan(0, end), CultureInfo.InvariantCulture) * BytesPer(text[end..].Trim(), text));
    }

    private static long BytesPer(string unit, string text) => unit switch
    {
        "" or "b" or "B" or "byte" or "bytes" => 1,
        "kB" or "kilobyte" or "kilobytes" => 1_000,
        "MB" or "megabyte" or "megabytes" => 1_000_000,
        "GB" or "gigabyte" or "gigabytes" => 1_000_000_000,
        "TB" or "terabyte" or "terabytes" => 1_000_000_000_000,
        "PB" or "petabyte" or "petabytes" => 1_000_000_000_000_000,
        "k" or "K" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
        "m" or "M" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
        "g" or "G" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
        "t" or "T" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
        "p" or "P" or "Pi" or "PiB" or "pebibyte" or "pebibytes" => 1L << 50,
        "EB" or "exabyte" or "exabytes" => 1_000_000_000_000_000_000,
        "e" or "E" or "Ei" or "EiB" or "exbibyte" or "exbibytes" => 1L << 60,
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

    private static long Rounded(double ticks) => checked((long)Math.Round(ticks));
}
