using AkkaDht.Protocol;

namespace AkkaDht.Simulation;

/// <summary>
/// The buffers in which datagrams are under way, counted. What comes back is overwritten, so that a machine which keeps the
/// memory of a datagram for longer than it may is found out by wrong bytes.
/// </summary>
internal sealed class SimBuffers
{
    public const int Length = 2048;

    private const byte Gone = 0xdb;

    private readonly Stack<byte[]> _free = new();

    /// <summary>Buffers that were rented and have not come back.</summary>
    public int Rented { get; private set; }

    public byte[] Rent(ReadOnlySpan<byte> datagram)
    {
        Invariant.That(datagram.Length <= Length, "a datagram fits into a buffer");

        Rented++;
        var buffer = _free.TryPop(out var free) ? free : new byte[Length];
        datagram.CopyTo(buffer);
        return buffer;
    }

    public void Return(byte[] buffer, int length)
    {
        Rented--;
        buffer.AsSpan(0, length).Fill(Gone);
        _free.Push(buffer);
    }
}
