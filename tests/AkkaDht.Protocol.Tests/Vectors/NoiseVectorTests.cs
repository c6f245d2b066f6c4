using System.Text.Json;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Every entry of every section of noise.json, with every suite of this machine.</summary>
public sealed class NoiseVectorTests
{
    private const string FileName = "noise.json";

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

    public static TheoryData<string, string, int> Cases => VectorFile.SectionCases(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_and_we_agree(string suite, string section, int index)
    {
        Assert.True(Sections.TryGetValue(section, out var holds), $"nothing handles the section '{section}'.");
        holds(CryptoSuites.Select(suite), VectorFile.Entry(FileName, section, index));
    }
}
