using System.Text;
using AkkaDht.Service.KeyValue;

namespace AkkaDht.Service.Tests.KeyValue;

public sealed class ValueStoreTests
{
    [Fact]
    public void A_value_is_found_by_its_hash()
    {
        var store = new ValueStore();
        var value = Encoding.UTF8.GetBytes("hello");

        store.Store(value);

        // printf hello | sha256sum
        Assert.Equal("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", ValueStore.TargetOf(value).ToHex());
        Assert.Equal(value, store.Find(ValueStore.TargetOf(value))!.Value.ToArray());
    }

    [Fact]
    public void A_target_that_nobody_stored_is_not_found() => Assert.Null(new ValueStore().Find(ValueStore.TargetOf([1])));

    [Fact]
    public void A_value_stored_twice_is_kept_once()
    {
        var store = new ValueStore();

        store.Store(new byte[] { 1 });
        store.Store(new byte[] { 1 });

        Assert.Equal(1, store.Count);
    }

    [Fact]
    public void A_full_store_drops_what_was_stored_first()
    {
        var store = new ValueStore(maxBytes: 3 * 1024);

        for (byte i = 0; i < 3; i++) store.Store(Kilobyte(i));

        Assert.Equal(2, store.Count);
        Assert.Null(store.Find(ValueStore.TargetOf(Kilobyte(0))));
        Assert.NotNull(store.Find(ValueStore.TargetOf(Kilobyte(2))));
    }

    [Fact]
    public void A_value_larger_than_the_store_pushes_nothing_out()
    {
        var store = new ValueStore(maxBytes: 1200);
        store.Store(Kilobyte(1));

        store.Store(new byte[1200]);

        Assert.NotNull(store.Find(ValueStore.TargetOf(Kilobyte(1))));
        Assert.Equal(1, store.Count);
    }

    [Fact]
    public void Empty_values_cannot_fill_the_store_without_limit()
    {
        var store = new ValueStore(maxBytes: 1024);

        for (var i = 0; i < 1000; i++) store.Store(BitConverter.GetBytes(i));

        Assert.InRange(store.Count, 1, 10);
    }

    private static byte[] Kilobyte(byte filling)
    {
        var value = new byte[1024];
        value.AsSpan().Fill(filling);
        return value;
    }
}
