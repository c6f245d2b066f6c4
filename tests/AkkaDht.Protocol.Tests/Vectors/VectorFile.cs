using System.Text.Json;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>A file of vectors made with the reference implementation: an array of entries with <c>name</c>, <c>kind</c>, <c>mode</c>, <c>fields</c> and <c>hex</c>.</summary>
internal static class VectorFile
{
    /// <summary>Every entry of the file.</summary>
    public static JsonElement[] Read(string fileName) => [.. ReadRoot(fileName).EnumerateArray()];

    /// <summary>A file as it is: some hold sections of entries, each of a shape of its own.</summary>
    public static JsonElement ReadRoot(string fileName)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", fileName)));
        return document.RootElement.Clone();
    }

    /// <summary>A file whose root is an object of sections.</summary>
    public static JsonElement ReadObject(string fileName)
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
    public static TheoryData<int, string> Cases(string fileName)
    {
        var cases = new TheoryData<int, string>();
        foreach (var (index, vector) in Read(fileName).Index()) cases.Add(index, vector.Name());
        return cases;
    }
}
