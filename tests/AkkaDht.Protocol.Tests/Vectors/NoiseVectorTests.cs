using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Tests.Crypto;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Every entry of every section of noise.json, with every suite of this machine.</summary>
public sealed class NoiseVectorTests
{
    private const string FileName = "noise.json";

    private static readonly string[] Remarks = ["about", "sources"];

    private static readonly Dictionary<string, Action<ICryptoSuite, JsonElement>> Sections = new()
    {
        ["keyPairs"] = NoiseKeyVectors.Pair,
        ["dh"] = NoiseKeyVectors.Agreement,
        ["dhScalar"] = NoiseKeyVectors.ScalarAgreement,
        ["dhRejected"] = NoiseKeyVectors.Rejected,
        ["hmacBlake2b"] = NoiseKeyVectors.Code,
        ["hkdf"] = NoiseKeyVectors.Derivation,
        ["namespaces"] = NoiseKeyVectors.Namespaces,
        ["handshakes"] = NoiseHandshakeVectors.Handshake,
        ["tampered"] = NoiseHandshakeVectors.Tampered,
    };

    public static TheoryData<string, string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, int>();
            foreach (var suite in CipherData.Suites)
                foreach (var section in Root().EnumerateObject().Where(section => !Remarks.Contains(section.Name)))
                    for (var index = 0; index < EntriesOf(section.Value).Length; index++) cases.Add(suite, section.Name, index);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_and_we_agree(string suite, string section, int index)
    {
        Assert.True(Sections.TryGetValue(section, out var holds), $"nothing handles the section '{section}'.");
        holds(CryptoSuites.Select(suite), EntriesOf(Root().GetProperty(section))[index]);
    }

    // A section is a list of entries, or one entry.
    private static JsonElement[] EntriesOf(JsonElement section) => section.ValueKind == JsonValueKind.Array ? [.. section.EnumerateArray()] : [section];

    private static JsonElement Root() => VectorFile.ReadRoot(FileName);
}
