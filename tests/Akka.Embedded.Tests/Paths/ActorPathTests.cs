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
    [InlineData("akka://")]
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
        Assert.Equal("akka://sys/user/a", path.Parent.ToString());
        Assert.Equal("akka://sys/user", path.ParentOf(1).ToString());
        Assert.Equal("akka://sys/user/a", path.ParentOf(-1).ToString());
        Assert.Equal(path.Root, path.Parent.Parent.Parent);
        Assert.Same(path.Root, path.Root.Parent);
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

    [Fact]
    public void Addresses_are_read_and_written()
    {
        Assert.Equal("akka://sys", Address.Parse("akka://sys").ToString());
        Assert.Equal("akka.tcp://sys@host:1234", Address.Parse("akka.tcp://sys@host:1234").ToString());
        Assert.False(Address.TryParse("nonsense", out _));
        Assert.True(Local.HasLocalScope);
        Assert.True(new Address("akka.tcp", "sys", "host", 1).HasGlobalScope);
    }
}
