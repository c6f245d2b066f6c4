using Akka.Util;

namespace Akka.Embedded.Tests.Util;

public sealed class OptionTests
{
    [Fact]
    public void Nothing_is_none()
    {
        Assert.False(Option<string>.None.HasValue);
        Assert.False(Option<string>.Create(null!).HasValue);
        Assert.Equal("else", Option<string>.None.GetOrElse("else"));
    }

    [Fact]
    public void A_value_becomes_an_option_by_itself()
    {
        Option<int> option = 5;

        Assert.True(option.HasValue);
        Assert.Equal(5, option.Value);
        Assert.Equal(5, option.GetOrElse(6));
    }

    [Fact]
    public void Selecting_from_none_is_none()
    {
        Assert.Equal(6, Option<int>.Create(5).Select(n => n + 1).Value);
        Assert.False(Option<int>.None.Select(n => n + 1).HasValue);
    }

    [Fact]
    public void A_selection_may_lead_to_nothing()
    {
        Assert.Equal(6, Option<int>.Create(5).FlatSelect(n => Option<int>.Create(n + 1)).Value);
        Assert.True(Option<int>.Create(5).FlatSelect(_ => Option<string>.None).IsEmpty);
        Assert.True(Option<string>.None.FlatSelect(text => Option<string>.Create(text)).IsEmpty);
    }

    [Fact]
    public void Only_a_value_is_acted_upon()
    {
        var seen = new List<int>();

        Option<int>.Create(5).OnSuccess(seen.Add);
        Option<int>.None.OnSuccess(seen.Add);

        Assert.Equal([5], seen);
    }

    [Fact]
    public void Options_are_equal_by_value()
    {
        Assert.Equal(Option<string>.Create("a"), Option<string>.Create("a"));
        Assert.NotEqual(Option<string>.Create("a"), Option<string>.None);
        Assert.NotEqual(Option<int>.Create(0), Option<int>.None);
        Assert.True(Option<int>.Create(1) == 1 && Option<int>.Create(1) != 2 && Option<int>.None != 0);
        Assert.Equal(Option<int>.Create(1).GetHashCode(), Option<int>.Create(1).GetHashCode());
        Assert.Equal("None", Option<int>.None.ToString());
    }
}
