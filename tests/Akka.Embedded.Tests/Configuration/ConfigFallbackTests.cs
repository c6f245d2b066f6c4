using Akka.Configuration;

namespace Akka.Embedded.Tests.Configuration;

/// <summary>Configurations one over the other.</summary>
public sealed class ConfigFallbackTests
{
    private static readonly Config Upper = "a { x = 1, o { k = 1 } }, only-upper = [1]";
    private static readonly Config Lower = "a { x = 2, y = 2, o { k = 2, l = 2 } }, only-upper = [2, 3], only-lower = 5";

    [Fact]
    public void A_fallback_answers_for_the_keys_that_are_missing_above()
    {
        var config = Upper.WithFallback(Lower);

        Assert.Equal((1, 2), (config.GetInt("a.x"), config.GetInt("a.y")));
        Assert.Equal((1, 2), (config.GetInt("a.o.k"), config.GetInt("a.o.l")));
        Assert.Equal(5, config.GetInt("only-lower"));
        Assert.Equal([1], config.GetIntList("only-upper"));
    }

    [Fact]
    public void A_branch_sees_the_fallback_too() =>
        Assert.Equal(2, Upper.WithFallback(Lower).GetConfig("a.o")!.GetInt("l"));

    [Fact]
    public void Fallbacks_chain_in_either_grouping()
    {
        Config bottom = "a.z = 3";

        Assert.Equal(3, Upper.WithFallback(Lower).WithFallback(bottom).GetInt("a.z"));
        Assert.Equal(3, Upper.WithFallback(Lower.WithFallback(bottom)).GetInt("a.z"));
    }

    [Fact]
    public void The_parts_stay_as_they_were()
    {
        _ = Upper.WithFallback(Lower);

        Assert.False(Upper.HasPath("a.y"));
        Assert.Equal(2, Lower.GetInt("a.x"));
    }

    [Fact]
    public void A_scalar_above_hides_an_object_below()
    {
        Config scalar = "a = 1";

        Assert.False(scalar.WithFallback(Lower).HasPath("a.x"));
    }

    [Fact]
    public void An_object_above_hides_a_scalar_below()
    {
        Config scalar = "a = 1";

        Assert.Equal(1, Upper.WithFallback(scalar).GetInt("a.x"));
    }

    [Fact]
    public void The_empty_configuration_is_no_fallback_and_no_obstacle()
    {
        Assert.Equal(2, ConfigurationFactory.Empty.WithFallback(Lower).GetInt("a.x"));
        Assert.Equal(2, Lower.WithFallback(ConfigurationFactory.Empty).GetInt("a.x"));
    }

    [Fact]
    public void Enumeration_includes_the_fallback() =>
        Assert.Equal(
            ["a", "only-lower", "only-upper"],
            Upper.WithFallback(Lower).AsEnumerable().Select(pair => pair.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void A_safe_fallback_takes_whatever_part_there_is()
    {
        Assert.Same(Lower, ((Config?)null).SafeWithFallback(Lower));
        Assert.Same(Upper, Upper.SafeWithFallback(null));
        Assert.Equal(2, Upper.SafeWithFallback(Lower).GetInt("a.y"));
    }

    [Fact]
    public void A_configuration_cannot_be_its_own_fallback() =>
        Assert.Throws<ArgumentException>(() => Upper.WithFallback(Upper));
}
