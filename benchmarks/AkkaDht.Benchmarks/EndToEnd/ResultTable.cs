using System.Globalization;
using System.Text;

namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>One figure with a value per target, in the order of the targets.</summary>
internal sealed record ResultRow(string Figure, IReadOnlyList<double> Values, string Format = "N0");

/// <summary>Figures of one question as a Markdown table; with two targets the last column is ours over the reference.</summary>
internal sealed record ResultTable(string Question, IReadOnlyList<Target> Targets, IReadOnlyList<ResultRow> Rows)
{
    /// <summary>The middle value; the mean of the two middle ones of an even count.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine().AppendLine(Question).AppendLine();
        AppendLine(text, ["", .. Targets.Select(target => target.Name), .. RatioHeading]);
        AppendLine(text, ["---", .. Targets.Select(_ => "---:"), .. RatioHeading.Select(_ => "---:")]);
        foreach (var row in Rows) AppendLine(text, [row.Figure, .. row.Values.Select(value => Format(value, row.Format)), .. Ratio(row)]);
        return text.ToString();
    }

    private IEnumerable<string> RatioHeading => Targets.Count == 2 ? ["ratio"] : [];

    private IEnumerable<string> Ratio(ResultRow row) =>
        Targets.Count != 2 ? [] : row.Values[0] == 0 ? [""] : [Format(row.Values[1] / row.Values[0], "0.00") + " ×"];

    // What does not apply to a target is no number.
    private static string Format(double value, string format) => double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);

    private static void AppendLine(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
