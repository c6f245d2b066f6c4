using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>What a stream allocates while it works, and what it holds while it does not.</summary>
public sealed class MemoryTests
{
    private static readonly byte[] Chunk = new byte[64 * 1024];

    private readonly StreamDuo _duo = new();

    [Fact]
    public void Sending_acknowledging_and_reading_allocate_nothing()
    {
        Assert.Equal(0, Allocations.Of(() => Transfer(turns: 10)));
        Assert.Equal(21L * 10 * Chunk.Length, _duo.ReadBytes);
    }

    [Fact]
    public void Single_messages_with_pauses_between_allocate_nothing() =>
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var turn = 0; turn < 20; turn++)
            {
                _duo.A.Write(_duo.Now, Chunk.AsSpan(0, 100));
                _duo.Settle();
                _duo.After(TimeSpan.FromSeconds(1));
            }
        }));

    [Fact]
    public void Losing_packets_and_sending_them_again_allocates_nothing()
    {
        _duo.LosesOneIn = 37;
        Transfer(turns: 50);

        Assert.Equal(0, Allocations.Of(() => Transfer(turns: 10)));
        Assert.True(_duo.A.Stats.Retransmits > 0);
    }

    [Fact]
    public void Unordered_messages_allocate_nothing() =>
        Assert.Equal(0, Allocations.Of(() =>
        {
            Assert.True(_duo.A.TrySendMessage(Chunk.AsSpan(0, 1000)));
            _duo.Settle();
        }));

    [Fact]
    public void A_new_stream_takes_little() =>
        Assert.InRange(Allocations.Of(() => GC.KeepAlive(new UdxStream(new StreamId(1), UdxSettings.Default))), 1, 1600);

    [Fact]
    public void A_stream_that_has_worked_hard_holds_no_more_than_a_new_one_when_idle()
    {
        _duo.LosesOneIn = 20;
        Transfer(turns: 50);
        _duo.LosesOneIn = 0;
        Transfer(turns: 1);

        Assert.InRange(HeldMemory.ArraysOf(_duo.A), 0, 1024);
        Assert.InRange(HeldMemory.ArraysOf(_duo.B), 0, 1024);
    }

    private void Transfer(int turns)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            _duo.A.Write(_duo.Now, Chunk);
            _duo.Settle();
            while (!_duo.A.IsFlushed) _duo.After(TimeSpan.FromMilliseconds(1));
        }
    }
}
