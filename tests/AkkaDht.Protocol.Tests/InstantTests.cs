namespace AkkaDht.Protocol.Tests;

public sealed class InstantTests
{
    [Fact]
    public void Never_stays_never_whatever_is_added() =>
        Assert.Equal(Instant.Never, Instant.Never + TimeSpan.FromDays(1));

    [Fact]
    public void Only_differences_mean_anything()
    {
        var start = Instant.FromMilliseconds(5);
        Assert.Equal(TimeSpan.FromMilliseconds(7), start + TimeSpan.FromMilliseconds(7) - start);
    }

    [Fact]
    public void Deadlines_are_ordered_and_the_nearest_one_counts()
    {
        var (soon, late) = (Instant.FromMilliseconds(1), Instant.FromMilliseconds(2));

        Assert.True(soon < late && late > soon && soon <= late && late >= soon);
        Assert.Equal(soon, Instant.Min(late, Instant.Min(Instant.Never, soon)));
        Assert.True(late.CompareTo(soon) > 0);
    }
}
