using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AkkaDht.Protocol.Crypto;

/// <summary>
/// BLAKE2b (RFC 7693): with 32 bytes the hash under every node id and token, with 64 the hash of a handshake. It lives on the
/// stack: BouncyCastle's allocates a state per digest, which the path of a datagram cannot afford. The sixteen words of the
/// state are four rows of a square; a round mixes its columns, then its diagonals.
/// </summary>
internal static class Blake2b
{
    public const int DigestLength = 32;
    public const int LongDigestLength = 64;
    public const int MaxKeyLength = 64;

    private const int BlockLength = 128;
    private const int Rounds = 12;

    private static readonly Vector256<ulong> InitialHigh = Vector256.Create(0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1);
    private static readonly Vector256<ulong> InitialLow = Vector256.Create(0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179);

    // Which word of the block each of the sixteen steps of a round takes, in the order in which the rows take them:
    // columns (even steps, then odd ones), then diagonals likewise. The last two rounds repeat the first two.
    private static ReadOnlySpan<byte> Schedule =>
    [
        0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15,
        14, 4, 9, 13, 10, 8, 15, 6, 1, 0, 11, 5, 12, 2, 7, 3,
        11, 12, 5, 15, 8, 0, 2, 13, 10, 3, 7, 9, 14, 6, 1, 4,
        7, 3, 13, 11, 9, 1, 12, 14, 2, 5, 4, 15, 6, 10, 0, 8,
        9, 5, 2, 10, 0, 7, 4, 15, 14, 11, 6, 3, 1, 12, 8, 13,
        2, 6, 0, 8, 12, 10, 11, 3, 4, 7, 15, 1, 13, 5, 14, 9,
        12, 1, 14, 4, 5, 15, 13, 10, 0, 6, 9, 8, 7, 3, 2, 11,
        13, 7, 12, 3, 11, 14, 1, 9, 5, 15, 8, 2, 0, 4, 6, 10,
        6, 14, 11, 0, 15, 9, 3, 8, 12, 13, 1, 10, 2, 7, 4, 5,
        10, 8, 7, 1, 2, 4, 6, 5, 15, 9, 3, 13, 11, 14, 12, 0,
        0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15,
        14, 4, 9, 13, 10, 8, 15, 6, 1, 0, 11, 5, 12, 2, 7, 3,
    ];

    /// <summary>Hashes <paramref name="input"/> under <paramref name="key"/> (empty for none, at most 64 bytes) into the 32 bytes of <paramref name="digest"/>.</summary>
    public static void Hash256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> digest)
    {
        Invariant.That(key.Length <= MaxKeyLength, "a BLAKE2b key is at most 64 bytes long");
        Invariant.That(digest.Length == DigestLength, "the digest is 32 bytes long");

        var state = new State(key.Length, DigestLength);
        Span<byte> block = stackalloc byte[BlockLength];
        block.Clear();

        // A key is a block of its own in front.
        key.CopyTo(block);
        var filled = state.Append(block, key.IsEmpty ? 0 : BlockLength, input);
        state.Finish(block, filled);
        state.High.AsByte().CopyTo(digest);
    }

    /// <summary>Hashes <paramref name="first"/> followed by <paramref name="second"/> into the 64 bytes of <paramref name="digest"/>.</summary>
    public static void Hash512(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        Invariant.That(digest.Length == LongDigestLength, "the digest is 64 bytes long");

        var state = new State(keyLength: 0, LongDigestLength);
        Span<byte> block = stackalloc byte[BlockLength];
        var filled = state.Append(block, state.Append(block, 0, first), second);
        state.Finish(block, filled);
        state.High.AsByte().CopyTo(digest);
        state.Low.AsByte().CopyTo(digest[DigestLength..]);
    }

    private struct State(int keyLength, int digestLength)
    {
        private ulong _hashed;

        public Vector256<ulong> High { get; private set; } = InitialHigh ^ Vector256.CreateScalar(0x01010000ul | (uint)keyLength << 8 | (uint)digestLength);

        public Vector256<ulong> Low { get; private set; } = InitialLow;

        // Takes input in behind what fills the block already and answers how much fills it then. A full block stays until more
        // comes: the last one, whichever it is, is not compressed like the others.
        public int Append(Span<byte> block, int filled, ReadOnlySpan<byte> input)
        {
            while (input.Length > BlockLength - filled)
            {
                var length = BlockLength - filled;
                input[..length].CopyTo(block[filled..]);
                input = input[length..];
                Compress(block, BlockLength, last: false);
                filled = 0;
            }

            input.CopyTo(block[filled..]);
            return filled + input.Length;
        }

        public void Finish(Span<byte> block, int filled)
        {
            block[filled..].Clear();
            Compress(block, filled, last: true);
        }

        private void Compress(ReadOnlySpan<byte> block, int length, bool last)
        {
            _hashed += (ulong)length;
            Span<ulong> words = stackalloc ulong[BlockLength / sizeof(ulong)];
            for (var i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt64LittleEndian(block[(i * sizeof(ulong))..]);

            var (a, b, c) = (High, Low, InitialHigh);
            var d = InitialLow ^ Vector256.Create(_hashed, 0, last ? ulong.MaxValue : 0, 0);
            for (var steps = Schedule; !steps.IsEmpty; steps = steps[16..])
            {
                Mix(ref a, ref b, ref c, ref d, Gather(words, steps), Gather(words, steps[4..]));
                b = Vector256.Shuffle(b, Vector256.Create(1ul, 2, 3, 0));
                c = Vector256.Shuffle(c, Vector256.Create(2ul, 3, 0, 1));
                d = Vector256.Shuffle(d, Vector256.Create(3ul, 0, 1, 2));
                Mix(ref a, ref b, ref c, ref d, Gather(words, steps[8..]), Gather(words, steps[12..]));
                b = Vector256.Shuffle(b, Vector256.Create(3ul, 0, 1, 2));
                c = Vector256.Shuffle(c, Vector256.Create(2ul, 3, 0, 1));
                d = Vector256.Shuffle(d, Vector256.Create(1ul, 2, 3, 0));
            }

            High ^= a ^ c;
            Low ^= b ^ d;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Gather(ReadOnlySpan<ulong> words, ReadOnlySpan<byte> steps) =>
        Vector256.Create(words[steps[0]], words[steps[1]], words[steps[2]], words[steps[3]]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector256<ulong> a, ref Vector256<ulong> b, ref Vector256<ulong> c, ref Vector256<ulong> d, Vector256<ulong> even, Vector256<ulong> odd)
    {
        a += b + even;
        d = RotateRight(d ^ a, 32);
        c += d;
        b = RotateRight(b ^ c, 24);
        a += b + odd;
        d = RotateRight(d ^ a, 16);
        c += d;
        b = RotateRight(b ^ c, 63);
    }

    private static Vector256<ulong> RotateRight(Vector256<ulong> value, int count) => value >>> count | value << 64 - count;
}
