using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace AkkaDht.Protocol.Crypto;

/// <summary>
/// Poly1305 (RFC 8439), the one-time authenticator of all our ciphers: blocks of 16 bytes are coefficients of a polynomial,
/// evaluated at r modulo 2^130 - 5. The accumulator is h0 + h1·2^64 + h2·2^128. No branch and no index depends on a secret.
/// </summary>
internal struct Poly1305
{
    public const int KeyLength = 32;
    public const int TagLength = 16;
    public const int BlockLength = 16;

    private readonly ulong _r0, _r1;
    private readonly UInt128 _s;
    private ulong _h0, _h1, _h2;

    public Poly1305(ReadOnlySpan<byte> key)
    {
        _r0 = ReadWord(key) & 0x0ffffffc0fffffff;
        _r1 = ReadWord(key[8..]) & 0x0ffffffc0ffffffc;
        _s = BinaryPrimitives.ReadUInt128LittleEndian(key[16..]);
    }

    /// <summary>Takes in <paramref name="data"/>, then zeros up to a multiple of 16 bytes.</summary>
    public void AbsorbPadded(ReadOnlySpan<byte> data)
    {
        var rest = Absorb(data);
        if (rest.IsEmpty) return;

        Span<byte> block = stackalloc byte[BlockLength];
        block.Clear();
        rest.CopyTo(block);
        Absorb(block);
    }

    /// <summary>Takes in the whole blocks of <paramref name="data"/> and answers the bytes that are left.</summary>
    public ReadOnlySpan<byte> Absorb(ReadOnlySpan<byte> data)
    {
        var (h0, h1, h2) = (_h0, _h1, _h2);
        for (; data.Length >= BlockLength; data = data[BlockLength..])
            MultiplyAdd(ref h0, ref h1, ref h2, ReadWord(data), ReadWord(data[8..]), top: 1);

        (_h0, _h1, _h2) = (h0, h1, h2);
        return data;
    }

    /// <summary>Takes in <paramref name="data"/>, the end of the message, and writes the tag of the whole.</summary>
    public void Finish(ReadOnlySpan<byte> data, Span<byte> tag)
    {
        var rest = Absorb(data);
        if (!rest.IsEmpty)
        {
            // The last block is marked where the message ends.
            Span<byte> block = stackalloc byte[BlockLength];
            block.Clear();
            rest.CopyTo(block);
            block[rest.Length] = 1;
            MultiplyAdd(ref _h0, ref _h1, ref _h2, ReadWord(block), ReadWord(block[8..]), top: 0);
        }

        // h is below 2 p by now: h - p, which is h + 5 - 2^130, is meant if that is not negative.
        var g = (UInt128)_h0 + 5;
        var g1 = (UInt128)_h1 + Upper(g);
        var mask = 0 - (_h2 + Upper(g1) >> 2);
        var reduced = new UInt128((ulong)g1 & mask | _h1 & ~mask, (ulong)g & mask | _h0 & ~mask);
        BinaryPrimitives.WriteUInt128LittleEndian(tag, reduced + _s);
    }

    // h = (h + block) * r. As the two lowest bits of r1 are clear, 2^128 * r1 = 2^130 * r1 / 4, which is s1 = 5 * r1 / 4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void MultiplyAdd(ref ulong h0, ref ulong h1, ref ulong h2, ulong low, ulong high, ulong top)
    {
        var sum0 = (UInt128)h0 + low;
        var sum1 = (UInt128)h1 + high + Upper(sum0);
        (h0, h1, h2) = ((ulong)sum0, (ulong)sum1, h2 + Upper(sum1) + top);

        var s1 = _r1 + (_r1 >> 2);
        var d0 = Math.BigMul(h0, _r0) + Math.BigMul(h1, s1);
        var d1 = Math.BigMul(h0, _r1) + Math.BigMul(h1, _r0) + h2 * s1 + Upper(d0);
        var d2 = h2 * _r0 + Upper(d1);

        // What is above 2^130 comes back five times: 4 + 1 times its bits, shifted.
        sum0 = (UInt128)(ulong)d0 + ((d2 & ~3ul) + (d2 >> 2));
        sum1 = (UInt128)(ulong)d1 + Upper(sum0);
        (h0, h1, h2) = ((ulong)sum0, (ulong)sum1, (d2 & 3) + Upper(sum1));
    }

    private static ulong Upper(UInt128 value) => (ulong)(value >> 64);

    private static ulong ReadWord(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
