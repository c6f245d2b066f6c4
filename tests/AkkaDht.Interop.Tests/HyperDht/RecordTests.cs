using System.Text;
using AkkaDht.Records;

namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>What one side stores in a network of either, the other finds there.</summary>
public sealed class RecordTests
{
    private static readonly string Topic = new('7', 64);

    [JsTheory]
    [MemberData(nameof(Cast.NetworkWriterAndReader), MemberType = typeof(Cast))]
    public async Task A_peer_that_announces_itself_is_looked_up_with_its_relays(Side network, Side writer, Side reader)
    {
        await using var net = await HyperNetwork.StartAsync(network);
        var (announcing, looking) = (await net.JoinAsync(writer), await net.JoinAsync(reader));
        PeerAddress[] relays = [PeerAddress.Loopback(1111), PeerAddress.Loopback(2222)];

        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        await announcing.AnnounceAsync(Topic, Seeds.Of(1), relays);
        await announcing.AnnounceAsync(Topic, Seeds.Of(2), bump: now);
        var found = await looking.LookupAsync(Topic);

        Assert.Equal(new HashSet<string> { Seeds.KeyOf(1), Seeds.KeyOf(2) }, found.Keys);
        Assert.Equal(now, found.Bump);
        Assert.All(found.Peers, peer => Assert.Equal(peer.PublicKey == Seeds.KeyOf(1) ? relays : [], peer.Relays));
    }

    [JsTheory]
    [MemberData(nameof(Cast.NetworkWriterAndReader), MemberType = typeof(Cast))]
    public async Task A_peer_that_takes_its_announcement_back_is_found_no_more(Side network, Side writer, Side reader)
    {
        await using var net = await HyperNetwork.StartAsync(network);
        var (announcing, looking) = (await net.JoinAsync(writer), await net.JoinAsync(reader));
        await announcing.AnnounceAsync(Topic, Seeds.Of(1));
        await looking.AnnounceAsync(Topic, Seeds.Of(2));

        await announcing.UnannounceAsync(Topic, Seeds.Of(1));

        Assert.Equal([Seeds.KeyOf(2)], (await looking.LookupAsync(Topic)).Keys);
        Assert.Equal([Seeds.KeyOf(2)], (await announcing.LookupAsync(Topic)).Keys);
    }

    [JsTheory]
    [MemberData(nameof(Cast.NetworkWriterAndReader), MemberType = typeof(Cast))]
    public async Task A_server_is_found_by_its_key_until_it_closes(Side network, Side writer, Side reader)
    {
        await using var net = await HyperNetwork.StartAsync(network);
        var (listening, looking) = (await net.JoinAsync(writer), await net.JoinAsync(reader));

        var server = await listening.ListenAsync(new(Seeds.Of(3)));
        var found = await looking.FindPeerAsync(Seeds.KeyOf(3));
        await server.CloseAsync();
        var after = await looking.FindPeerAsync(Seeds.KeyOf(3));

        Assert.Equal(Seeds.KeyOf(3), server.PublicKey);
        Assert.Equal(3, found.Count);
        Assert.All(found, peer => Assert.Equal(Seeds.KeyOf(3), peer.PublicKey));
        Assert.Empty(after);
    }

    [JsTheory]
    [MemberData(nameof(Cast.NetworkWriterAndReader), MemberType = typeof(Cast))]
    public async Task An_immutable_value_is_found_by_its_hash(Side network, Side writer, Side reader)
    {
        await using var net = await HyperNetwork.StartAsync(network);
        var (putting, getting) = (await net.JoinAsync(writer), await net.JoinAsync(reader));
        byte[][] values = [[1], Encoding.UTF8.GetBytes("a value"), [.. Enumerable.Range(0, 900).Select(i => (byte)i)]];

        foreach (var value in values)
        {
            var target = await putting.PutImmutableAsync(value);

            Assert.Equal(value, await getting.GetImmutableAsync(target));
        }

        Assert.Null(await getting.GetImmutableAsync(Topic));
    }

    [JsTheory]
    [MemberData(nameof(Cast.NetworkWriterAndReader), MemberType = typeof(Cast))]
    public async Task Of_a_mutable_value_the_latest_is_found(Side network, Side writer, Side reader)
    {
        await using var net = await HyperNetwork.StartAsync(network);
        var (putting, getting) = (await net.JoinAsync(writer), await net.JoinAsync(reader));

        await putting.PutMutableAsync(Seeds.Of(4), [1], seq: 0);
        var first = await getting.GetMutableAsync(Seeds.KeyOf(4));
        await putting.PutMutableAsync(Seeds.Of(4), [2, 3], seq: 300);
        var latest = await getting.GetMutableAsync(Seeds.KeyOf(4));

        Assert.Equal(0UL, first!.Seq);
        Assert.Equal([1], first.Value);
        Assert.Equal(300UL, latest!.Seq);
        Assert.Equal([2, 3], latest.Value);
        Assert.NotNull(await getting.GetMutableAsync(Seeds.KeyOf(4), seq: 300));
        Assert.Null(await getting.GetMutableAsync(Seeds.KeyOf(4), seq: 301));
        Assert.Null(await getting.GetMutableAsync(Seeds.KeyOf(5)));
    }

    [JsTheory]
    [MemberData(nameof(Cast.NetworkWriterAndReader), MemberType = typeof(Cast))]
    public async Task A_sequence_number_is_not_used_for_two_values_and_does_not_go_back(Side network, Side writer, Side reader)
    {
        await using var net = await HyperNetwork.StartAsync(network);
        var (one, other) = (await net.JoinAsync(writer), await net.JoinAsync(reader));

        var stored = await one.PutMutableAsync(Seeds.Of(6), [1], seq: 7);
        var again = await other.PutMutableAsync(Seeds.Of(6), [1], seq: 7);
        var reused = await other.PutMutableAsync(Seeds.Of(6), [2], seq: 7);
        var tooLow = await other.PutMutableAsync(Seeds.Of(6), [2], seq: 6);

        Assert.Equal(RecordConflict.None, stored);
        Assert.Equal(RecordConflict.None, again);
        Assert.Equal(RecordConflict.SeqReused, reused);
        Assert.Equal(RecordConflict.SeqTooLow, tooLow);
        Assert.Equal([1], (await other.GetMutableAsync(Seeds.KeyOf(6)))!.Value);
    }
}
