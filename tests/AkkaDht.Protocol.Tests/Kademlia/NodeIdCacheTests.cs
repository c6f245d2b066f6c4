using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Protocol.Tests.Crypto;

namespace AkkaDht.Protocol.Tests.Kademlia;

public sealed class NodeIdCacheTests
{
    [Fact]
    public void An_id_is_the_hash_of_the_address_on_the_wire()
    {
        var address = PeerAddress.Parse("88.99.3.86:49737");
        var expected = NodeId.Parse("54d4b9c6441048061f80cf69564cee46a5730adfcd59fbe6c056bb49af771546");

        Assert.Equal(expected, NodeIdCache.Compute(ManagedSuite.Instance, address));
        Assert.Equal(expected, new NodeIdCache(ManagedSuite.Instance, maximum: 64).Get(address));
    }

    [Fact]
    public void The_id_of_a_known_address_is_computed_once()
    {
        var crypto = new CountingSuite();
        var cache = new NodeIdCache(crypto, maximum: 4096);
        for (var round = 0; round < 3; round++)
        {
            for (ushort port = 1; port <= 1000; port++) cache.Get(PeerAddress.Loopback(port));
        }

        Assert.Equal(1000, crypto.Digests);
    }

    [Fact]
    public void The_address_of_zeros_is_an_address_too()
    {
        var crypto = new CountingSuite();
        var cache = new NodeIdCache(crypto, maximum: 64);

        Assert.Equal(NodeIdCache.Compute(ManagedSuite.Instance, PeerAddress.None), cache.Get(PeerAddress.None));
        cache.Get(PeerAddress.None);
        Assert.Equal(1, crypto.Digests);
    }

    [Fact]
    public void It_starts_small_and_never_exceeds_its_maximum()
    {
        var cache = new NodeIdCache(ManagedSuite.Instance, maximum: 64);
        Assert.Equal(8, cache.Capacity);

        for (ushort port = 1; port <= 10_000; port++)
        {
            var address = PeerAddress.Loopback(port);
            Assert.Equal(NodeIdCache.Compute(ManagedSuite.Instance, address), cache.Get(address));
        }

        Assert.Equal(64, cache.Capacity);
    }

    [Fact]
    public void A_grown_cache_allocates_nothing()
    {
        var cache = new NodeIdCache(ManagedSuite.Instance, maximum: 64);
        for (ushort port = 1; port <= 1000; port++) cache.Get(PeerAddress.Loopback(port));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (ushort port = 1; port <= 1000; port++) cache.Get(PeerAddress.Loopback(port));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
