using System.Security.Cryptography;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Noise;

/// <summary>HMAC with BLAKE2b-512, and the keys that Noise derives with it (A4).</summary>
internal static class Hkdf
{
    /// <summary>Length of a code and of each output, in bytes.</summary>
    public const int HashLength = 64;

    private const int BlockLength = 128;

    /// <summary>The code of <paramref name="message"/> under <paramref name="key"/> (any lengths) into 64 bytes.</summary>
    public static void Authenticate(ICryptoSuite crypto, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> code)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        block.Clear();
        if (key.Length > BlockLength) crypto.Blake2b512(key, block[..HashLength]);
        else key.CopyTo(block);

        foreach (ref var b in block) b ^= 0x36;
        crypto.Blake2b512(block, message, code);
        foreach (ref var b in block) b ^= 0x36 ^ 0x5c;
        crypto.Blake2b512(block, code, code);
        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>Two or three outputs of 64 bytes each, one behind the other in <paramref name="outputs"/>; it may overlap neither input.</summary>
    public static void Derive(ICryptoSuite crypto, ReadOnlySpan<byte> chainingKey, ReadOnlySpan<byte> material, Span<byte> outputs)
    {
        Span<byte> key = stackalloc byte[HashLength];
        Authenticate(crypto, chainingKey, material, key);

        // Each output authenticates the one before it and its own number.
        Span<byte> input = stackalloc byte[HashLength + 1];
        var previous = 0;
        for (byte number = 1; !outputs.IsEmpty; number++, outputs = outputs[HashLength..])
        {
            input[previous] = number;
            Authenticate(crypto, key, input[..(previous + 1)], outputs[..HashLength]);
            outputs[..HashLength].CopyTo(input);
            previous = HashLength;
        }

        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(input);
    }
}
