using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AkkaDht.Protocol.Crypto;

/// <summary>
/// ChaCha20 with a 12-byte nonce and a 32-bit block counter (RFC 8439), the cipher under Noise and the secret stream, and
/// HChaCha20, which derives the key of a secret stream. No branch and no index depends on a secret.
/// </summary>
internal static class ChaCha20
{
    public const int KeyLength = 32;
    public const int NonceLength = 12;
    public const int BlockLength = 64;

    private const int PairLength = 2 * BlockLength;
    private const int DoubleRounds = 10;

    private static readonly Vector128<uint> Sigma = Vector128.Create("expand 32-byte k"u8).AsUInt32();

    /// <summary>
    /// XORs <paramref name="input"/> with the key stream from block <paramref name="counter"/> on into <paramref name="output"/>,
    /// which is as long and may be the same memory.
    /// </summary>
    public static void Xor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, uint counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> last = stackalloc byte[PairLength];
        nonce.CopyTo(last[sizeof(uint)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(last, counter);
        var start = new Pair(key, last[..16]);

        for (; input.Length >= 4 * PairLength; input = input[(4 * PairLength)..], output = output[(4 * PairLength)..])
        {
            XorFourPairs(start, input, output);
            start = start.Next(8);
        }

        for (; input.Length >= PairLength; input = input[PairLength..], output = output[PairLength..])
        {
            XorPair(start, input, output);
            start = start.Next(2);
        }

        if (input.IsEmpty) return;

        input.CopyTo(last);
        XorPair(start, last, last);
        last[..input.Length].CopyTo(output);
    }

    /// <summary>Fills <paramref name="stream"/> with the key stream from block 0 on.</summary>
    public static void KeyStream(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, Span<byte> stream)
    {
        stream.Clear();
        Xor(key, nonce, 0, stream, stream);
    }

    /// <summary>HChaCha20: 32 bytes out of <paramref name="key"/> and the 16 bytes of <paramref name="input"/>; may overwrite the key.</summary>
    public static void Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> derived)
    {
        var pair = new Pair(key, input);
        for (var i = 0; i < DoubleRounds; i++) pair.DoubleRound();
        pair.A.GetLower().AsByte().CopyTo(derived);
        pair.D.GetLower().AsByte().CopyTo(derived[16..]);
    }

    private static void XorPair(in Pair start, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var pair = start;
        for (var i = 0; i < DoubleRounds; i++) pair.DoubleRound();
        pair.Xor(start, input, output);
    }

    // A step of a round waits for the one before: four pairs side by side keep the processor busy meanwhile.
    private static void XorFourPairs(in Pair start, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var (p, q, r, s) = (start, start.Next(2), start.Next(4), start.Next(6));
        for (var i = 0; i < DoubleRounds; i++)
        {
            p.DoubleRound();
            q.DoubleRound();
            r.DoubleRound();
            s.DoubleRound();
        }

        p.Xor(start, input, output);
        q.Xor(start.Next(2), input[PairLength..], output[PairLength..]);
        r.Xor(start.Next(4), input[(2 * PairLength)..], output[(2 * PairLength)..]);
        s.Xor(start.Next(6), input[(3 * PairLength)..], output[(3 * PairLength)..]);
    }

    /// <summary>
    /// Two consecutive blocks. The sixteen words of a block are four rows of a square; a vector holds the same row of both.
    /// A double round mixes the columns, then the diagonals.
    /// </summary>
    private struct Pair
    {
        public Vector256<uint> A, B, C, D;

        // The last row: the block counter and the nonce; or, where a key is derived, the input.
        public Pair(ReadOnlySpan<byte> key, ReadOnlySpan<byte> row)
        {
            A = Vector256.Create(Sigma);
            B = Vector256.Create(Vector128.Create(key).AsUInt32());
            C = Vector256.Create(Vector128.Create(key[16..]).AsUInt32());
            D = Vector256.Create(Vector128.Create(row).AsUInt32()) + Vector256.Create(0u, 0, 0, 0, 1, 0, 0, 0);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Pair Next(uint blocks) => this with { D = D + Vector256.Create(blocks, 0, 0, 0, blocks, 0, 0, 0) };

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
        public readonly void Xor(in Pair start, ReadOnlySpan<byte> input, Span<byte> output)
        {
            var (a, b, c, d) = (A + start.A, B + start.B, C + start.C, D + start.D);
            Xor(a.GetLower(), b.GetLower(), input, output);
            Xor(c.GetLower(), d.GetLower(), input[32..], output[32..]);
            Xor(a.GetUpper(), b.GetUpper(), input[64..], output[64..]);
            Xor(c.GetUpper(), d.GetUpper(), input[96..], output[96..]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Xor(Vector128<uint> lower, Vector128<uint> upper, ReadOnlySpan<byte> input, Span<byte> output) =>
            (Vector256.Create(input) ^ Vector256.Create(lower, upper).AsByte()).CopyTo(output);

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
}
