using Akka.Util.Internal;

namespace Akka.Embedded.Tests.Util;

public sealed class ExtensionsTests
{
    [Fact]
    public void An_object_is_taken_for_what_it_is_or_refused()
    {
        object text = "a";

        Assert.Equal("a", text.AsInstanceOf<string>());
        Assert.Throws<InvalidCastException>(() => text.AsInstanceOf<Version>());
    }

    [Fact]
    public void A_sequence_has_a_head_and_a_rest()
    {
        int[] numbers = [1, 2, 3];
        var seen = new List<int>();

        numbers.Drop(1).ForEach(seen.Add);

        Assert.Equal(1, numbers.Head());
        Assert.Equal([2, 3], seen);
        Assert.Equal("1,2,3", numbers.Select(number => number.ToString()).Join(","));
        Assert.Null(Array.Empty<string>().Head());
    }

    [Fact]
    public void A_dictionary_has_an_answer_for_missing_keys()
    {
        IDictionary<string, int> hash = new Dictionary<string, int> { ["a"] = 1 };

        Assert.Equal(1, hash.GetOrElse("a", 2));
        Assert.Equal(2, hash.GetOrElse("b", 2));
    }
}
