using AkkaDht.Protocol.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using static AkkaDht.Protocol.Tests.Crypto.CipherData;

namespace AkkaDht.Protocol.Tests.Crypto;

/// <summary>The key stream with vectors of either width, whichever this machine would choose.</summary>
public sealed class ChaCha20Tests
{
    private static readonly byte[] Key = Bytes(32, seed: 1);
    private static readonly byte[] Nonce = Bytes(12, seed: 2);

    [Fact]
    public void Both_widths_make_the_key_stream_of_BouncyCastle()
    {
        byte[] row = [0, 0, 0, 0, .. Nonce];
        foreach (var length in Lengths())
        {
            var input = Bytes(length, seed: length);
            var (narrow, wide, expected) = (new byte[length], new byte[length], new byte[length]);
            ChaCha20.Xor(new ChaCha20Block(Key, row), input, narrow);
            ChaCha20.Xor(new ChaCha20Pair(Key, row), input, wide);

            var oracle = new ChaCha7539Engine();
            oracle.Init(true, new ParametersWithIV(new KeyParameter(Key), Nonce));
            oracle.ProcessBytes(input, 0, length, expected, 0);
            Assert.True(expected.AsSpan().SequenceEqual(narrow), $"{length} bytes, narrow");
            Assert.True(expected.AsSpan().SequenceEqual(wide), $"{length} bytes, wide");
        }
    }

    [Fact]
    public void The_stream_may_be_begun_at_any_block_and_goes_on_at_zero_after_the_last()
    {
        const int Blocks = 20;
        var (whole, start) = (new byte[Blocks * ChaCha20.BlockLength], uint.MaxValue - 7);
        ChaCha20.Xor(Key, Nonce, start, whole, whole);
        for (var block = 0u; block < Blocks; block++)
        {
            var one = new byte[ChaCha20.BlockLength];
            ChaCha20.Xor(Key, Nonce, start + block, one, one);
            Assert.True(whole.AsSpan((int)block * one.Length, one.Length).SequenceEqual(one), $"block {block}");
        }
    }
}
