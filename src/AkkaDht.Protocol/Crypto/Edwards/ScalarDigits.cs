using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace AkkaDht.Protocol.Crypto.Edwards;

/// <summary>The 255 bits of a scalar as 64 digits from −8 to 8 to the base of 16, lowest first.</summary>
[InlineArray(Count)]
internal struct ScalarDigits
{
    /// <summary>How many digits.</summary>
    public const int Count = 64;

    private sbyte _first;

    /// <summary>The digits of 32 little-endian bytes, whose top bit does not count.</summary>
    public static ScalarDigits Of(ReadOnlySpan<byte> scalar)
    {
        var digits = new ScalarDigits();
        var carry = 0;
        for (var i = 0; i < Count; i++)
        {
            var nibble = (scalar[i / 2] >> 4 * (i & 1) & (i == Count - 1 ? 7 : 15)) + carry;
            carry = i == Count - 1 ? 0 : (nibble + 8) >> 4;
            digits[i] = (sbyte)(nibble - (carry << 4));
        }

        return digits;
    }

    /// <summary>Overwrites the digits.</summary>
    public void Erase() => CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes((Span<sbyte>)this));
}
