using System.Buffers;

namespace AkkaDht.Protocol;

/// <summary>
/// Arrays for frames and for what waits to be sent. A stream rents on one thread what is given back on another, and has dozens of
/// large ones under way at once; the shared pool of the runtime keeps few of those per core, and would allocate for every message.
/// </summary>
internal static class BufferPool
{
    private const int Small = 32 * 1024;
    private const int Large = 128 * 1024;

    /// <summary>Of each of the two sizes; further ones are left to the garbage collector.</summary>
    private const int Kept = 128;

    private static readonly ArrayPool<byte> LargeArrays = ArrayPool<byte>.Create(Large, Kept);

    /// <summary>An array of at least <paramref name="length"/> bytes, of any content.</summary>
    public static byte[] Rent(int length) => PoolOf(length).Rent(length);

    /// <summary>Gives back what was rented here.</summary>
    public static void Return(byte[] array) => PoolOf(array.Length).Return(array);

    // Both pools hand out powers of two, so that an array is as long as those that its pool was asked for.
    private static ArrayPool<byte> PoolOf(int length) => length is > Small and <= Large ? LargeArrays : ArrayPool<byte>.Shared;
}
