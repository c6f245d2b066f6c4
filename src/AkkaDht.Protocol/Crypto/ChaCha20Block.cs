using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AkkaDht.Protocol.Crypto;

/// <summary>One block of ChaCha20: a vector holds a row. What every processor with vectors computes with.</summary>
internal struct ChaCha20Block : IChaCha20Rows<ChaCha20Block>
{
    public Vector128<uint> A, B, C, D;

    /// <summary>The rows before any round; the last is 16 bytes of counter and nonce, or what a key is derived from.</summary>
    public ChaCha20Block(ReadOnlySpan<byte> key, ReadOnlySpan<byte> row)
    {
        A = ChaCha20.Constant;
        B = Vector128.Create(key).AsUInt32();
        C = Vector128.Create(key[ChaCha20.RowLength..]).AsUInt32();
        D = Vector128.Create(row).AsUInt32();
    }

    public static int Length => ChaCha20.BlockLength;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ChaCha20Block Skip(uint times) => this with { D = D + Vector128.CreateScalar(times) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void DoubleRound()
    {
        Mix();
        B = Vector128.Shuffle(B, Vector128.Create(1u, 2, 3, 0));
        C = Vector128.Shuffle(C, Vector128.Create(2u, 3, 0, 1));
        D = Vector128.Shuffle(D, Vector128.Create(3u, 0, 1, 2));
        Mix();
        B = Vector128.Shuffle(B, Vector128.Create(3u, 0, 1, 2));
        C = Vector128.Shuffle(C, Vector128.Create(2u, 3, 0, 1));
        D = Vector128.Shuffle(D, Vector128.Create(1u, 2, 3, 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Xor(in ChaCha20Block start, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Xor(A + start.A, input, output);
        Xor(B + start.B, input[16..], output[16..]);
        Xor(C + start.C, input[32..], output[32..]);
        Xor(D + start.D, input[48..], output[48..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Xor(Vector128<uint> row, ReadOnlySpan<byte> input, Span<byte> output) =>
        (Vector128.Create(input) ^ row.AsByte()).CopyTo(output);

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
    private static Vector128<uint> RotateLeft(Vector128<uint> value, int count) => value << count | value >>> 32 - count;
}
