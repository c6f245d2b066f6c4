using System.Buffers.Binary;
using System.Security.Cryptography;
using AkkaDht.Protocol;

namespace AkkaDht.Driving;

/// <summary>Randomness of the operating system, fetched in blocks. Has one owner, as every machine has its own.</summary>
internal sealed class SystemRandom : IRandomSource
{
    private readonly byte[] _block = new byte[64];
    private int _used = 64;

    /// <inheritdoc/>
    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);

    /// <inheritdoc/>
    public int Next(int exclusiveUpperBound)
    {
        if (_used == _block.Length)
        {
            RandomNumberGenerator.Fill(_block);
            _used = 0;
        }

        var number = BinaryPrimitives.ReadUInt32LittleEndian(_block.AsSpan(_used));
        _used += sizeof(uint);

        // Multiply and shift: the bias is below 2^-15 for the bounds that the protocol uses.
        return (int)((ulong)number * (ulong)exclusiveUpperBound >> 32);
    }
}
