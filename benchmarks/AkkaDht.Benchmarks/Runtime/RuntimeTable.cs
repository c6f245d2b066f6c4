using System.Globalization;
using AkkaDht.Benchmarks.EndToEnd;

namespace AkkaDht.Benchmarks.Runtime;

/// <summary>The figures as a Markdown table, a row as soon as it is there. The ratio is our median over Akka.NET's upper end.</summary>
internal static class RuntimeTable
{
    public static void WriteHeading()
    {
        Console.WriteLine("| | Akka.NET 1.5.30 | this runtime | ratio |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
    }

    public static void WriteRow(Figure figure, IReadOnlyList<double> values)
    {
        var akka = figure is { Lower: { } lower, Upper: { } upper } ? Range(lower, upper) : "";
        var ratio = figure.Upper is { } best ? (ResultTable.Median(values) / best).ToString("0.00 ×", CultureInfo.InvariantCulture) : "";
        Console.WriteLine($"| {figure.Label} | {akka} | {Range(values.Min(), values.Max())} | {ratio} |");
    }

    private static string Range(double lower, double upper)
    {
        var (from, to) = (Format(lower), Format(upper));
        return from == to ? from : $"{from}–{to}";
    }

    // More than three digits would say more than is known.
    private static string Format(double value)
    {
        var unit = Math.Pow(10, Math.Max(Math.Floor(Math.Log10(value)) - 2, 0));
        return (value < 10_000 ? Math.Round(value) : Math.Round(value / unit) * unit).ToString("N0", CultureInfo.InvariantCulture);
    }
}
