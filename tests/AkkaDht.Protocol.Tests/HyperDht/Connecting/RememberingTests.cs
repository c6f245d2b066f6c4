using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Connecting;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.LinkUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>What is remembered of peers for the next connection, and how much.</summary>
public sealed class RememberingTests
{
    [Fact]
    public void The_server_that_was_used_least_lately_makes_room()
    {
        var cache = new RelayAddressCache(2);
        cache.Set(Key(1), [Address("1.1.1.1:1")]);
        cache.Set(Key(2), [Address("1.1.1.1:2")]);
        Assert.Equal([Address("1.1.1.1:1")], cache.Get(Key(1)));
        cache.Set(Key(3), [Address("1.1.1.1:3")]);

        Assert.Equal(2, cache.Count);
        Assert.Empty(cache.Get(Key(2)));
        Assert.NotEmpty(cache.Get(Key(1)));
    }

    [Fact]
    public void Later_nodes_take_the_place_of_earlier_ones_and_none_forgets()
    {
        var cache = new RelayAddressCache(2);
        cache.Set(Key(1), [Address("1.1.1.1:1")]);
        cache.Set(Key(1), [Address("1.1.1.1:2")]);
        Assert.Equal([Address("1.1.1.1:2")], cache.Get(Key(1)));
        cache.Set(Key(1), []);
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void A_server_is_not_remembered_with_more_nodes_than_are_of_use()
    {
        var cache = new RelayAddressCache(2);
        cache.Set(Key(1), [.. Enumerable.Range(1, 1000).Select(port => Address($"1.1.1.1:{port}"))]);
        Assert.Equal(RelayAddressCache.MaxRelays, cache.Get(Key(1)).Count);
    }

    [Fact]
    public void A_cache_without_room_remembers_nothing()
    {
        var cache = new RelayAddressCache(0);
        cache.Set(Key(1), [Address("1.1.1.1:1")]);
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void A_way_is_forgotten_with_its_connection_unless_another_has_taken_its_place()
    {
        var routes = new ReusableRoutes(2);
        var (one, other) = (new PeerRoute(new SocketRole(5), Address("1.1.1.1:1")), new PeerRoute(new SocketRole(6), Address("1.1.1.1:1")));
        routes.Set(Key(1), one);
        routes.Set(Key(1), other);
        routes.Forget(Key(1), one);
        Assert.Equal(other, routes.Get(Key(1)));
        routes.Forget(Key(1), other);
        Assert.Null(routes.Get(Key(1)));
    }

    [Fact]
    public void A_socket_that_is_closed_takes_its_ways_along()
    {
        var routes = new ReusableRoutes(8);
        for (var i = 0; i < 6; i++) routes.Set(Key((byte)i), new PeerRoute(new SocketRole(2 + i % 2), Address("1.1.1.1:1")));
        routes.Forget(new SocketRole(2));
        Assert.Equal(3, routes.Count);
        Assert.NotNull(routes.Get(Key(1)));
        Assert.Null(routes.Get(Key(2)));
    }

    [Fact]
    public void Every_error_has_a_hint()
    {
        foreach (var error in Enum.GetValues<ConnectError>())
        {
            var failure = new ConnectFailure(error, ConnectStage.Probing, 0, 0, [], 1);
            Assert.NotEmpty(failure.Hint);
            Assert.StartsWith($"{error} while Probing", failure.ToString(), StringComparison.Ordinal);
        }
    }

    private static PublicKey Key(byte number) => PublicKey.Read(Enumerable.Repeat(number, 32).ToArray());
}
