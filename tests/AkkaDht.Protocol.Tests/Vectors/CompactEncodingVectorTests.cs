using System.Text.Json;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Every entry of compact-encoding.json, in the directions that its mode names.</summary>
public sealed class CompactEncodingVectorTests
{
    private const string FileName = "compact-encoding.json";

    public static TheoryData<int, string> Cases => VectorFile.Cases(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_and_we_agree(int index, string name)
    {
        var vector = VectorFile.Read(FileName)[index];
        Assert.True(CompactKinds.All.TryGetValue(vector.Kind(), out var kind), $"{name}: nothing handles the kind '{vector.Kind()}'.");

        switch (vector.Mode())
        {
            case "both":
                AssertEncodes(kind, vector);
                AssertDecodes(kind, vector, consumed: vector.Hex().Length);
                break;
            case "encode":
                AssertEncodes(kind, vector);
                if (vector.TryGetProperty("decoded", out _)) AssertDecodes(kind, vector, consumed: vector.Hex().Length);
                break;
            case "decode":
                AssertDecodes(kind, vector, vector.IntOf("consumed"));
                break;
            case "error":
                Assert.Same(CompactKinds.Refused, Decode(kind, vector.Hex(), out _));
                break;
            case "encode-error":
                AssertRefusesToEncode(kind, vector);
                break;
            default:
                throw vector.UnknownMode();
        }
    }

    [Fact]
    public void A_message_cut_short_is_refused()
    {
        // raw is the one encoding that does not say where it ends.
        foreach (var vector in VectorFile.Read(FileName).Where(vector => vector.Mode() == "both" && vector.Kind() != "raw"))
        {
            var whole = vector.Hex();
            for (var length = 0; length < whole.Length; length++)
            {
                var value = Decode(CompactKinds.All[vector.Kind()], whole.AsSpan(0, length), out _);
                Assert.True(value == CompactKinds.Refused, $"{vector.Name()} reads from its first {length} bytes.");
            }
        }
    }

    private static void AssertEncodes(CompactKind kind, JsonElement vector)
    {
        var value = vector.Fields().GetProperty("value");
        var bytes = new byte[kind.Measure(value)];
        var writer = new CompactWriter(bytes);
        kind.Write(ref writer, value);

        Assert.Equal(bytes.Length, writer.Position);
        Assert.Equal(Convert.ToHexStringLower(vector.Hex()), Convert.ToHexStringLower(bytes));
    }

    private static void AssertDecodes(CompactKind kind, JsonElement vector, int consumed)
    {
        var expected = vector.TryGetProperty("decoded", out var decoded) ? decoded : vector.Fields().GetProperty("value");
        var value = Decode(kind, vector.Hex(), out var position);

        Assert.NotSame(CompactKinds.Refused, value);
        var actual = JsonSerializer.SerializeToElement(value);
        Assert.True(JsonElement.DeepEquals(expected, actual), $"expected {expected}, decoded {actual}");
        Assert.Equal(consumed, position);
    }

    private static void AssertRefusesToEncode(CompactKind kind, JsonElement vector)
    {
        var value = vector.Fields().GetProperty("value");
        VectorModes.AssertRefused(() =>
        {
            var writer = new CompactWriter(new byte[kind.Measure(value)]);
            kind.Write(ref writer, value);
        });
    }

    private static object? Decode(CompactKind kind, ReadOnlySpan<byte> bytes, out int consumed)
    {
        Assert.NotNull(kind.Read);
        var reader = new CompactReader(bytes);
        var value = kind.Read(ref reader);
        consumed = reader.Position;
        return value;
    }
}
