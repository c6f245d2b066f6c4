using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AkkaDht.Protocol.Crypto;

/// <summary>Two consecutive blocks of ChaCha20: a vector holds the same row of both. Twice as fast where vectors are wide enough.</summary>
internal struct ChaCha20Pair : IChaCha20Rows<ChaCha20Pair>
{
    public Vector256<uint> A, B, C, D;

    /// <summary>The rows before any round; the last is 16 bytes of counter and nonce, or what a key is derived from.</summary>
    public ChaCha20Pair(ReadOnlySpan<byte> key, ReadOnlySpan<byte> row)
    {
        A = Vector256.Create(ChaCha20.Constant);
        B = Vector256.Create(Vector128.Create(key).AsUInt32());
        C = Vector256.Create(Vector128.Create(key[ChaCha20.RowLength..]).AsUInt32());
        D = Vector256.Create(Vector128.Create(row).AsUInt32()) + Vector256.Create(0u, 0, 0, 0, 1, 0, 0, 0);
    }

    public static int Length => 2 * ChaCha20.BlockLength;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ChaCha20Pair Skip(uint times) => this with { D = D + Vector256.Create(2 * times, 0, 0, 0, 2 * times, 0, 0, 0) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void DoubleRound()
    {
        Mix();
        B = Vector256.Shuffle(B, Vector256.Create(1u, 2, 3, 0, 5, 6, 7, 4));
        C = Vector256.Shuffle(C, Vector256.Create(2u, 3, 0, 1, 6, 7, 4, 5));
        D = Vector256.Shuffle(D, Vector256.Create(3u, 0, 1, 2, 7, 4, 5, 6));
        Mix();
        B = Vector256.Shuffle(B, Vector256.Create(3u, 0, 1, 2, 7, 4, 5, 6));
        C = Vector256.Shuffle(C, Vector256.Create(2u, 3, 0, 1, 6, 7, 4, 5));
        D = Vector256.Shuffle(D, Vector256.Create(1u, 2, 3, 0, 5, 6, 7, 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Xor(in ChaCha20Pair start, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var (a, b, c, d) = (A + start.A, B + start.B, C + start.C, D + start.D);
        Xor(a.GetLower(), b.GetLower(), input, output);
        Xor(c.GetLower(), d.GetLower(), input[32..], output[32..]);
        Xor(a.GetUpper(), b.GetUpper(), input[64..], output[64..]);
        Xor(c.GetUpper(), d.GetUpper(), input[96..], output[96..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Xor(Vector128<uint> one, Vector128<uint> next, ReadOnlySpan<byte> input, Span<byte> output) =>
        (Vector256.Create(input) ^ Vector256.Create(one, next).AsByte()).CopyTo(output);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Mix()
    {
        A += B;
        D = RotateLeft(D ^ A, 16);
        C += D;
        B = RotateLeft(B ^ C, 12);
        A += B;
        D = RotateLeft(D ^ A, 8);
        C += D;
        B = RotateLeft(B ^ C, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> RotateLeft(Vector256<uint> value, int count) => value << count | value >>> 32 - count;
}
