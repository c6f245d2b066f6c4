using System.Buffers;

namespace AkkaDht.Simulation.Tests;

/// <summary>Counting what is not given back.</summary>
public sealed class PooledBuffersTests
{
    [Fact]
    public void What_is_given_back_is_not_left_behind() =>
        Assert.Equal(0, PooledBuffers.LeftBy(() => ArrayPool<byte>.Shared.Return(ArrayPool<byte>.Shared.Rent(100))));

    [Fact]
    public void What_is_kept_is_left_behind()
    {
        List<byte[]> kept = [];

        Assert.Equal(3, PooledBuffers.LeftBy(() => kept.AddRange([Rent(10), Rent(1_000), Rent(2_000_000)])));
        Assert.Equal(-3, PooledBuffers.LeftBy(() => kept.ForEach(buffer => ArrayPool<byte>.Shared.Return(buffer))));
    }

    private static byte[] Rent(int length) => ArrayPool<byte>.Shared.Rent(length);
}
