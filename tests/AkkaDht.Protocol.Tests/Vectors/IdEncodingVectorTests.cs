using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Records;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Every entry of every section of id-encoding.json: keys as people write them.</summary>
public sealed class IdEncodingVectorTests
{
    private const string FileName = "id-encoding.json";

    private static readonly Dictionary<string, Action<JsonElement>> Sections = new()
    {
        ["alphabet"] = Alphabet,
        ["z32Encode"] = Encode,
        ["z32Decode"] = Decode,
        ["keys"] = Key,
        ["decode"] = DecodeKey,
        ["normalize"] = Normalize,
        ["bufferInput"] = BufferInput,
    };

    public static TheoryData<string, int> Cases => VectorFile.EntryCases(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_and_we_agree(string section, int index)
    {
        Assert.True(Sections.TryGetValue(section, out var holds), $"nothing handles the section '{section}'.");
        holds(VectorFile.Entry(FileName, section, index));
    }

    // Five bits a letter: every number of them in turn.
    private static void Alphabet(JsonElement alphabet)
    {
        var bytes = new byte[20];
        for (var bit = 0; bit < 160; bit++) bytes[bit >> 3] |= (byte)((bit / 5 >> 4 - bit % 5 & 1) << 7 - (bit & 7));
        Assert.Equal(alphabet.GetString(), ZBase32.Encode(bytes));
    }

    private static void Encode(JsonElement vector)
    {
        var text = ZBase32.Encode(vector.BytesOf("bytes"));
        Assert.Equal(vector.GetProperty("text").GetString(), text);
        AssertDecodes(text, vector.GetProperty("decoded"));
    }

    private static void Decode(JsonElement vector)
    {
        var text = vector.GetProperty("text").GetString()!;
        if (vector.Has("error")) Assert.False(ZBase32.TryDecode(text, new byte[ZBase32.MeasureBytes(text.Length)]));
        else AssertDecodes(text, vector.GetProperty("result"));
    }

    private static void Key(JsonElement vector)
    {
        var (hex, letters) = (vector.GetProperty("hex").GetString()!, vector.GetProperty("z32").GetString()!);
        Assert.Equal(letters, KeyText.Format(PublicKey.Parse(hex)));
        AssertNormalizes(hex, vector.GetProperty("normalizedFromHex"));
        AssertNormalizes(hex.ToUpperInvariant(), vector.GetProperty("normalizedFromUpperHex"));
        AssertParses(letters, vector.GetProperty("decodedFromZ32"));
        AssertParses($"pear://{letters}", vector.GetProperty("decodedFromLink"));
    }

    private static void DecodeKey(JsonElement vector)
    {
        var text = vector.GetProperty("text").GetString();
        Assert.Equal(vector.BoolOf("isValid"), KeyText.TryParse(text, out _));
        Assert.Equal(vector.BoolOf("isValid"), !vector.Has("error"));
        if (!vector.Has("error")) AssertParses(text, vector.GetProperty("result"));
    }

    private static void Normalize(JsonElement vector)
    {
        var text = vector.GetProperty("text").GetString();
        if (vector.Has("error")) Assert.False(KeyText.TryParse(text, out _));
        else AssertNormalizes(text, vector.GetProperty("result"));
    }

    // Bytes of another length are no key, which our type cannot even hold.
    private static void BufferInput(JsonElement vector)
    {
        var isKey = vector.IntOf("length") == PublicKey.Length;
        Assert.Equal(isKey, vector.GetProperty("encode").Has("result"));
        Assert.Equal(isKey, vector.GetProperty("decode").Has("result"));
        if (!isKey) return;

        var key = PublicKey.Parse(vector.GetProperty("decode").GetProperty("result").GetString()!);
        Assert.Equal(vector.GetProperty("encode").GetProperty("result").GetString(), KeyText.Format(key));
    }

    private static void AssertDecodes(string text, JsonElement expected)
    {
        var bytes = new byte[ZBase32.MeasureBytes(text.Length)];
        Assert.True(ZBase32.TryDecode(text, bytes), "refused");
        Assert.Equal(expected.GetString(), Convert.ToHexStringLower(bytes));
    }

    private static void AssertParses(string? text, JsonElement expected)
    {
        Assert.True(KeyText.TryParse(text, out var key), "refused");
        Assert.Equal(expected.GetString(), key.ToHex());
    }

    private static void AssertNormalizes(string? text, JsonElement expected)
    {
        Assert.True(KeyText.TryParse(text, out var key), "refused");
        Assert.Equal(expected.GetString(), KeyText.Format(key));
    }
}
