using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace AkkaDht.Protocol.Crypto;

/// <summary>
/// ChaCha20 with a 12-byte nonce and a 32-bit block counter (RFC 8439), the cipher under Noise and the secret stream, and
/// HChaCha20, which derives the key of a secret stream. No branch and no index depends on a secret.
/// </summary>
/// <remarks>
/// The sixteen words of a block are four rows of a square: a constant, two of the key, then the counter and the nonce. How wide the
/// vectors are that hold the rows depends on the processor (<see cref="ChaCha20Block"/>, <see cref="ChaCha20Pair"/>).
/// </remarks>
internal static class ChaCha20
{
    public const int KeyLength = 32;
    public const int NonceLength = 12;
    public const int BlockLength = 64;
    public const int RowLength = 16;
    public const int DoubleRounds = 10;

    public static readonly Vector128<uint> Constant = Vector128.Create("expand 32-byte k"u8).AsUInt32();

    /// <summary>
    /// XORs <paramref name="input"/> with the key stream from block <paramref name="counter"/> on into <paramref name="output"/>,
    /// which is as long and may be the same memory.
    /// </summary>
    public static void Xor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, uint counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> row = stackalloc byte[RowLength];
        BinaryPrimitives.WriteUInt32LittleEndian(row, counter);
        nonce.CopyTo(row[sizeof(uint)..]);
        if (Vector256.IsHardwareAccelerated) Xor(new ChaCha20Pair(key, row), input, output);
        else Xor(new ChaCha20Block(key, row), input, output);
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
        var block = new ChaCha20Block(key, input);
        for (var i = 0; i < DoubleRounds; i++) block.DoubleRound();
        block.A.AsByte().CopyTo(derived);
        block.D.AsByte().CopyTo(derived[RowLength..]);
    }

    /// <summary>As the other, beginning with the blocks that <paramref name="next"/> is the start of.</summary>
    public static void Xor<TRows>(TRows next, ReadOnlySpan<byte> input, Span<byte> output)
        where TRows : struct, IChaCha20Rows<TRows>
    {
        var length = TRows.Length;
        for (; input.Length >= 4 * length; input = input[(4 * length)..], output = output[(4 * length)..])
        {
            XorFour(next, input, output);
            next = next.Skip(4);
        }

        for (; input.Length >= length; input = input[length..], output = output[length..])
        {
            XorOne(next, input, output);
            next = next.Skip(1);
        }

        if (input.IsEmpty) return;

        Span<byte> last = stackalloc byte[length];
        last.Clear();
        input.CopyTo(last);
        XorOne(next, last, last);
        last[..input.Length].CopyTo(output);
    }

    private static void XorOne<TRows>(in TRows start, ReadOnlySpan<byte> input, Span<byte> output)
        where TRows : struct, IChaCha20Rows<TRows>
    {
        var rows = start;
        for (var i = 0; i < DoubleRounds; i++) rows.DoubleRound();
        rows.Xor(start, input, output);
    }

    // A step of a round waits for the one before: four squares side by side keep the processor busy meanwhile.
    private static void XorFour<TRows>(in TRows start, ReadOnlySpan<byte> input, Span<byte> output)
        where TRows : struct, IChaCha20Rows<TRows>
    {
        var (p, q, r, s) = (start, start.Skip(1), start.Skip(2), start.Skip(3));
        for (var i = 0; i < DoubleRounds; i++)
        {
            p.DoubleRound();
            q.DoubleRound();
            r.DoubleRound();
            s.DoubleRound();
        }

        var length = TRows.Length;
        p.Xor(start, input, output);
        q.Xor(start.Skip(1), input[length..], output[length..]);
        r.Xor(start.Skip(2), input[(2 * length)..], output[(2 * length)..]);
        s.Xor(start.Skip(3), input[(3 * length)..], output[(3 * length)..]);
    }
}
