using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AkkaDht.Protocol.Crypto;

/// <summary>
/// The key stream of XSalsa20, the cipher of unordered messages: Salsa20 under a key that HSalsa20 derives. The sixteen words of a
/// block are a square; a double round mixes its columns, then its rows, four at once as its diagonals are vectors. No branch and no
/// index depends on a secret.
/// </summary>
internal static class XSalsa20
{
    public const int BlockLength = 64;

    private const int DoubleRounds = 10;
    private const int Words = BlockLength / sizeof(uint);

    // The words of the square in the order of its diagonals, from the main one downwards.
    private static ReadOnlySpan<byte> Diagonals => [0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11];

    /// <summary>HSalsa20: the 32 bytes of <paramref name="derived"/> are the key for every block under the first 16 bytes of <paramref name="nonce"/>.</summary>
    public static void Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, Span<byte> derived)
    {
        Span<byte> square = stackalloc byte[BlockLength];
        Arrange(key, nonce[..16], square);
        Mix(MemoryMarshal.Cast<byte, uint>(square));

        // The main diagonal, where the constant stood, and the middle, where the nonce did.
        for (var i = 0; i < 4; i++) square.Slice(20 * i, sizeof(uint)).CopyTo(derived[(4 * i)..]);
        square.Slice(24, 16).CopyTo(derived[16..]);
    }

    /// <summary>Fills the 64 bytes of <paramref name="stream"/> with block <paramref name="counter"/> under a derived key and the last 8 bytes of <paramref name="nonce"/>.</summary>
    public static void Block(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> nonce, ulong counter, Span<byte> stream)
    {
        Span<byte> input = stackalloc byte[16];
        nonce[16..].CopyTo(input);
        BinaryPrimitives.WriteUInt64LittleEndian(input[8..], counter);
        Arrange(derived, input, stream);

        Span<uint> start = stackalloc uint[Words];
        var square = MemoryMarshal.Cast<byte, uint>(stream);
        square.CopyTo(start);
        Mix(square);
        for (var i = 0; i < Words; i++) square[i] += start[i];
    }

    // The constant on the main diagonal, half of the key after its first word, the input in the middle, the other half of the key.
    private static void Arrange(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> square)
    {
        var constant = "expand 32-byte k"u8;
        for (var i = 0; i < 4; i++) constant.Slice(4 * i, sizeof(uint)).CopyTo(square[(20 * i)..]);
        key[..16].CopyTo(square[4..]);
        input.CopyTo(square[24..]);
        key[16..].CopyTo(square[44..]);
    }

    private static void Mix(Span<uint> square)
    {
        Span<uint> words = stackalloc uint[Words];
        for (var i = 0; i < Words; i++) words[i] = square[Diagonals[i]];

        var (a, b, c, d) = (Vector128.Create<uint>(words), Vector128.Create<uint>(words[4..]), Vector128.Create<uint>(words[8..]), Vector128.Create<uint>(words[12..]));
        for (var i = 0; i < DoubleRounds; i++)
        {
            Round(ref a, ref b, ref c, ref d);
            b = Vector128.Shuffle(b, Vector128.Create(3u, 0, 1, 2));
            c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            d = Vector128.Shuffle(d, Vector128.Create(1u, 2, 3, 0));
            Round(ref a, ref d, ref c, ref b);
            b = Vector128.Shuffle(b, Vector128.Create(1u, 2, 3, 0));
            c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            d = Vector128.Shuffle(d, Vector128.Create(3u, 0, 1, 2));
        }

        a.CopyTo(words);
        b.CopyTo(words[4..]);
        c.CopyTo(words[8..]);
        d.CopyTo(words[12..]);
        for (var i = 0; i < Words; i++) square[Diagonals[i]] = words[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d)
    {
        b ^= RotateLeft(a + d, 7);
        c ^= RotateLeft(b + a, 9);
        d ^= RotateLeft(c + b, 13);
        a ^= RotateLeft(d + c, 18);
    }

    private static Vector128<uint> RotateLeft(Vector128<uint> value, int count) => value << count | value >>> 32 - count;
}
