namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// Bytes as text of five bits a letter, in an alphabet that people read well. Reference: z32. Bits that the last letter has too
/// many of are zero when written, and ignored when read.
/// </summary>
public static class ZBase32
{
    private const string Alphabet = "ybndrfg8ejkmcpqxot1uwisza345h769";
    private const int BitsPerLetter = 5;
    private const byte NoLetter = 0xff;

    private static readonly byte[] Values = ValuesOfLetters();

    /// <summary>The letters of <paramref name="bytes"/>: eight for every five bytes, rounded up.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = new char[MeasureText(bytes.Length)];
        var (bits, count, letters) = (0u, 0, 0);
        foreach (var octet in bytes)
        {
            (bits, count) = (bits << 8 | octet, count + 8);
            for (; count >= BitsPerLetter; count -= BitsPerLetter) text[letters++] = Alphabet[(int)(bits >> count - BitsPerLetter & 31)];
        }

        if (count > 0) text[letters] = Alphabet[(int)(bits << BitsPerLetter - count & 31)];
        return new string(text);
    }

    /// <summary>How many bytes so many letters hold. No bytes have 1, 3 or 6 letters modulo 8; those read as if a zero followed.</summary>
    public static int MeasureBytes(int letters) => (int)((letters + (letters % 8 is 1 or 3 or 6 ? 1L : 0)) * BitsPerLetter / 8);

    /// <summary>Reads the letters into the first <see cref="MeasureBytes"/> bytes of <paramref name="bytes"/>; false when one of them is not of the alphabet.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var (bits, count, position, length) = (0u, 0, 0, MeasureBytes(text.Length));
        foreach (var letter in text)
        {
            var value = letter < Values.Length ? Values[letter] : NoLetter;
            if (value == NoLetter) return false;

            (bits, count) = (bits << BitsPerLetter | value, count + BitsPerLetter);
            if (count < 8 || position == length) continue;

            count -= 8;
            bytes[position++] = (byte)(bits >> count);
        }

        if (position < length) bytes[position] = (byte)(bits << 8 - count);
        return true;
    }

    private static int MeasureText(int bytes) => (int)(((long)bytes * 8 + BitsPerLetter - 1) / BitsPerLetter);

    private static byte[] ValuesOfLetters()
    {
        var values = new byte[128];
        values.AsSpan().Fill(NoLetter);
        foreach (var (value, letter) in Alphabet.Index()) values[letter] = (byte)value;
        return values;
    }
}
