using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Tests.Crypto;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Every entry of every section of secretstream.json, with every suite of this machine.</summary>
public sealed class SecretStreamVectorTests
{
    private const string FileName = "secretstream.json";

    private static readonly string[] Remarks = ["about", "sources"];

    private static readonly Dictionary<string, Action<ICryptoSuite, JsonElement>> Sections = new()
    {
        ["raw"] = SecretStreamCipherVectors.Messages,
        ["tagsAndRekey"] = SecretStreamCipherVectors.Messages,
        ["counterWrap"] = SecretStreamCipherVectors.Messages,
        ["rejected"] = SecretStreamCipherVectors.Rejected,
        ["namespace"] = SecretStreamVectors.Namespace,
        ["secretStream"] = SecretStreamVectors.Stream,
        ["inBand"] = SecretStreamVectors.InBand,
        ["invalidInput"] = SecretStreamVectors.InvalidInput,
    };

    public static TheoryData<string, string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, int>();
            foreach (var suite in CipherData.Suites)
                foreach (var section in VectorFile.ReadRoot(FileName).EnumerateObject().Where(section => !Remarks.Contains(section.Name)))
                    for (var index = 0; index < EntriesOf(section.Value).Length; index++) cases.Add(suite, section.Name, index);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_and_we_agree(string suite, string section, int index)
    {
        Assert.True(Sections.TryGetValue(section, out var holds), $"nothing handles the section '{section}'.");
        holds(CryptoSuites.Select(suite), EntriesOf(VectorFile.ReadRoot(FileName).GetProperty(section))[index]);
    }

    // A section is a list of entries, or one entry.
    private static JsonElement[] EntriesOf(JsonElement section) => section.ValueKind == JsonValueKind.Array ? [.. section.EnumerateArray()] : [section];
}
