using System.Text.Json;
using AkkaDht.Protocol.Tests.Crypto;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>A file of vectors made with the reference implementation: an array of entries with <c>name</c>, <c>kind</c>, <c>mode</c>, <c>fields</c> and <c>hex</c>.</summary>
internal static class VectorFile
{
    private static readonly string[] Remarks = ["about", "sources"];

    /// <summary>Every entry of the file.</summary>
    public static JsonElement[] Read(string fileName) => [.. ReadRoot(fileName).EnumerateArray()];

    /// <summary>A file as it is: some hold sections of entries, each of a shape of its own.</summary>
    public static JsonElement ReadRoot(string fileName)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", fileName)));
        return document.RootElement.Clone();
    }

    /// <summary>One theory case per entry of a section: its index and, for the reader of a report, its name.</summary>
    public static TheoryData<int, string> Cases(JsonElement section)
    {
        var cases = new TheoryData<int, string>();
        foreach (var (index, vector) in section.EnumerateArray().Index()) cases.Add(index, vector.Name());
        return cases;
    }

    /// <summary>One theory case per entry: its index in the file and, for the reader of a report, its name.</summary>
    public static TheoryData<int, string> Cases(string fileName) => Cases(ReadRoot(fileName));

    /// <summary>One theory case per suite, section and entry of a file of sections; what only tells of the file is none.</summary>
    public static TheoryData<string, string, int> SectionCases(string fileName)
    {
        var cases = new TheoryData<string, string, int>();
        foreach (var suite in CipherData.Suites)
            foreach (var (section, index) in Entries(fileName)) cases.Add(suite, section, index);
        return cases;
    }

    /// <summary>One theory case per section and entry of a file of sections that no suite has a part in.</summary>
    public static TheoryData<string, int> EntryCases(string fileName)
    {
        var cases = new TheoryData<string, int>();
        foreach (var (section, index) in Entries(fileName)) cases.Add(section, index);
        return cases;
    }

    /// <summary>An entry of a file of sections.</summary>
    public static JsonElement Entry(string fileName, string section, int index) => EntriesOf(ReadRoot(fileName).GetProperty(section))[index];

    private static IEnumerable<(string Section, int Index)> Entries(string fileName) =>
        from section in ReadRoot(fileName).EnumerateObject()
        where !Remarks.Contains(section.Name)
        from index in Enumerable.Range(0, EntriesOf(section.Value).Length)
        select (section.Name, index);

    // A section is a list of entries, or one entry.
    private static JsonElement[] EntriesOf(JsonElement section) => section.ValueKind == JsonValueKind.Array ? [.. section.EnumerateArray()] : [section];
}
