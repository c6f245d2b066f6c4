using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// Keys as people write them: 52 letters of <see cref="ZBase32"/> or 64 hex digits, either perhaps as the first part of a
/// <c>pear://</c> link. Reference: hypercore-id-encoding.
/// </summary>
public static class KeyText
{
    /// <summary>Letters of a key in <see cref="ZBase32"/>.</summary>
    public const int Letters = 52;

    /// <summary>Digits of a key in hex.</summary>
    public const int HexDigits = 2 * PublicKey.Length;

    private const string Scheme = "pear://";

    /// <summary>The key as 52 letters.</summary>
    public static string Format(PublicKey key)
    {
        Span<byte> bytes = stackalloc byte[PublicKey.Length];
        key.CopyTo(bytes);
        return ZBase32.Encode(bytes);
    }

    /// <summary>Reads a key as anybody may have written it.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PublicKey key)
    {
        Span<byte> bytes = stackalloc byte[PublicKey.Length];
        var isParsed = TryParse(text, bytes);
        key = isParsed ? PublicKey.Read(bytes) : default;
        return isParsed;
    }

    /// <summary>Reads the 32 bytes that <paramref name="text"/> writes into the first of <paramref name="bytes"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.StartsWith(Scheme, StringComparison.Ordinal)) text = FirstPart(text[Scheme.Length..]);
        return text.Length switch
        {
            Letters => ZBase32.TryDecode(text, bytes[..PublicKey.Length]),
            HexDigits => Convert.FromHexString(text, bytes[..PublicKey.Length], out _, out _) == OperationStatus.Done,
            _ => false,
        };
    }

    private static ReadOnlySpan<char> FirstPart(ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        return slash < 0 ? path : path[..slash];
    }
}
