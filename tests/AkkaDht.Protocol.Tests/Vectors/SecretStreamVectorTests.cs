using System.Text.Json;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Every entry of every section of secretstream.json, with every suite of this machine.</summary>
public sealed class SecretStreamVectorTests
{
    private const string FileName = "secretstream.json";

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

    public static TheoryData<string, string, int> Cases => VectorFile.SectionCases(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_and_we_agree(string suite, string section, int index)
    {
        Assert.True(Sections.TryGetValue(section, out var holds), $"nothing handles the section '{section}'.");
        holds(CryptoSuites.Select(suite), VectorFile.Entry(FileName, section, index));
    }
}
