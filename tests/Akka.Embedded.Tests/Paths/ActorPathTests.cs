using Akka.Actor;

namespace Akka.Embedded.Tests.Paths;

public sealed class ActorPathTests
{
    private static readonly Address Local = new("akka", "sys");

    [Fact]
    public void A_path_is_read_and_written()
    {
        var path = ActorPath.Parse("akka://sys/user/a/b#42");
        Assert.Equal("/user/a/b", path.ToStringWithoutAddress());
        Assert.Equal("akka://sys/user/a/b", path.ToString());
        Assert.Equal("akka://sys/user/a/b", path.ToStringWithAddress());
        Assert.Equal("akka://sys/user/a/b#42", path.ToStringWithUid());
        Assert.Equal("akka://sys/user/a/b#42", path.ToSerializationFormat());
        Assert.Equal(42, path.Uid);
        Assert.Equal("b", path.Name);
        Assert.Equal(3, path.Depth);
        Assert.Equal(["user", "a", "b"], path.Elements);
        Assert.Equal(Local, path.Address);
    }

    [Fact]
    public void An_address_may_be_remote()
    {
        var path = ActorPath.Parse("akka.tcp://sys@host:1234/user/a");
        Assert.Equal(new Address("akka.tcp", "sys", "host", 1234), path.Address);
        Assert.Equal("akka.tcp://sys@host:1234/user/a", path.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/user/a")]
    [InlineData("http://sys/user")]
    [InlineData("akka:/sys")]
    [InlineData("akka://sys@host/user")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(ActorPath.TryParse(text, out _));
        Assert.Throws<UriFormatException>(() => ActorPath.Parse(text));
    }

    [Fact]
    public void Paths_are_put_together_with_slashes()
    {
        ActorPath root = new RootActorPath(Local);
        Assert.Equal("akka://sys/user/a/b/c", (root / "user" / new[] { "a", "b" } / "c").ToString());
        Assert.Equal("akka://sys/user", root.Child("user").ToString());
        Assert.Equal("akka://sys/", root.ToString());
        Assert.Equal(0, root.Depth);
    }

    [Fact]
    public void Parents_are_found()
    {
        var path = ActorPath.Parse("akka://sys/user/a/b");
        Assert.Equal("akka://sys/user/a", path.Parent!.ToString());
        Assert.Equal("akka://sys/user", path.ParentOf(1).ToString());
        Assert.Equal("akka://sys/user/a", path.ParentOf(-1).ToString());
        Assert.Equal("akka://sys/", path.ParentOf(-5).ToString());
        Assert.Same(path, path.ParentOf(7));
        Assert.Equal(path.Root, path.Parent.Parent!.Parent);
        Assert.Null(path.Root.Parent);
    }

    [Fact]
    public void Equality_ignores_the_uid()
    {
        var one = ActorPath.Parse("akka://sys/user/a#1");
        var two = ActorPath.Parse("akka://sys/user/a#2");
        Assert.True(one == two && one.Equals(two) && one.GetHashCode() == two.GetHashCode());
        Assert.True(one != ActorPath.Parse("akka://sys/user/b#1"));
        Assert.True(one != ActorPath.Parse("akka://other/user/a#1"));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a-b_c.d*e+f:g@h&i=j,k!l~m'n;o()", true)]
    [InlineData("a$b", true)]
    [InlineData("%20", true)]
    [InlineData("", false)]
    [InlineData("$a", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("ä", false)]
    [InlineData("%2", false)]
    [InlineData("%zz", false)]
    public void Names_are_checked(string name, bool valid) => Assert.Equal(valid, ActorPath.IsValidPathElement(name));

    [Theory]
    [InlineData("/user/a", "akka://sys/user/a")]
    [InlineData("user/a/", "akka://sys/user/a")]
    [InlineData("/", "akka://sys/")]
    public void A_path_without_protocol_is_read_below_another_one(string text, string expected)
    {
        Assert.True(ActorPath.TryParse(new RootActorPath(Local), text, out var path));
        Assert.Equal(expected, path.ToString());
    }

    [Fact]
    public void Only_the_last_element_names_an_incarnation()
    {
        var path = ActorPath.Parse("akka://sys/user/a#1/b#2");
        Assert.Equal(["user", "a#1", "b"], path.Elements);
        Assert.Equal(2, path.Uid);
    }

    [Fact]
    public void A_child_may_be_named_with_its_uid()
    {
        var path = new RootActorPath(Local) / "user" / "a#42";
        Assert.Equal("a", path.Name);
        Assert.Equal(42, path.Uid);
        Assert.Equal(new ChildActorPath(new RootActorPath(Local) / "user", "a", 7), path);
    }

    [Fact]
    public void An_incarnation_is_named_or_not()
    {
        var path = ActorPath.Parse("akka://sys/user/a").WithUid(42);
        Assert.Equal("akka://sys/user/a#42", path.ToStringWithUid());
        Assert.Equal("akka://sys/user/a", path.WithUid(0).ToStringWithUid());
        Assert.Same(path, path.WithUid(42));
        Assert.Throws<NotSupportedException>(() => path.Root.WithUid(42));
    }

    [Fact]
    public void The_root_has_no_elements_and_no_name_in_its_text()
    {
        var root = new RootActorPath(Local, "/name");
        Assert.Empty(root.Elements);
        Assert.Equal("akka://sys/", root.ToString());
        Assert.Equal("/", root.ToStringWithoutAddress());
        Assert.Equal("/name", root.Name);
    }

    [Fact]
    public void A_local_path_takes_another_address_and_a_global_one_keeps_its_own()
    {
        var (near, far) = (new Address("akka.tcp", "sys", "near", 1), new Address("akka.tcp", "sys", "far", 2));
        Assert.Equal("akka.tcp://sys@far:2/user/a", ActorPath.Parse("akka://sys/user/a").ToStringWithAddress(far));
        Assert.Equal("akka.tcp://sys@near:1/user/a", (new RootActorPath(near) / "user" / "a").ToStringWithAddress(far));
        Assert.Equal("akka.tcp://sys@far:2/user/a#3", ActorPath.Parse("akka://sys/user/a#3").ToSerializationFormatWithAddress(far));
    }

    [Fact]
    public void Paths_are_ordered_by_their_names_from_the_last_to_the_first_and_roots_come_last()
    {
        string[] ordered = ["akka://sys/user/a", "akka://sys/x/a", "akka://sys/a/b", "akka://sys/b", "akka://sys/"];
        Assert.Equal(ordered, ordered.Reverse().Select(ActorPath.Parse).Order().Select(path => path.ToString()));
        Assert.Equal(0, ActorPath.Parse("akka://sys/user/a#1").CompareTo(ActorPath.Parse("akka://sys/user/a#2")));
        Assert.True(ActorPath.Parse(ordered[0]).CompareTo(null) > 0);
    }

    [Theory]
    [InlineData("a/b#1", "a,b#1")]
    [InlineData("/user/a", "user,a")]
    [InlineData("akka%3A%2F%2Fsys", "akka%3A%2F%2Fsys")]
    [InlineData("akka://sys/user/a", null)]
    public void A_relative_path_has_elements_and_one_with_an_address_has_none(string path, string? elements) =>
        Assert.Equal(elements, RelativeActorPath.Unapply(path) is { } found ? string.Join(',', found) : null);
}
