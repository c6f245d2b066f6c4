using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using Xunit.Abstractions;
using static AkkaDht.Protocol.Tests.Fuzz.FuzzSettings;

namespace AkkaDht.Protocol.Tests.Fuzz;

/// <summary>A store and a router under fire: mutated vectors as the values of every command, from strangers and from those who sign.</summary>
public sealed class RecordStoreFuzzTests(ITestOutputHelper output)
{
    private static readonly RecordStoreSettings Settings = new() { MaxBytes = 64 * 1024, MaxBytesPerAddress = 8 * 1024, MaxAnnouncements = 50, MaxForwards = 10 };

    private readonly SeededRandom _random = new(Seed);
    private readonly NodeId _id = NodeId.Random(new SeededRandom(Seed));

    [Fact]
    public void A_store_survives_whatever_it_is_asked_within_its_bounds_and_is_empty_in_the_end()
    {
        var mutator = new Mutator(FuzzCorpus.Load(), Seed);
        var router = new PeerRouter(Settings);
        var store = new RecordStore(Settings, ManagedSuite.Instance, _random, router);
        KeyPair[] pairs = [.. Enumerable.Range(0, 5).Select(_ => KeyPair.Generate(ManagedSuite.Instance, _random))];
        var (now, answered) = (Instant.Zero, 0);
        router.Listen(Targets.Of(ManagedSuite.Instance, pairs[0].PublicKey), new PeerRecord(pairs[0].PublicKey, []));

        for (var iteration = 0; iteration < Iterations / 10; iteration++)
        {
            now += TimeSpan.FromSeconds(_random.Next(20));
            var request = RequestOf(mutator.Next().ToArray(), pairs);
            try
            {
                answered += Ask(store, router, now, request) ? 1 : 0;
                Assert.True(store.Stats.Bytes <= Settings.MaxBytes);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"SEED={Seed}, iteration {iteration}: {request}", failure);
            }
        }

        output.WriteLine($"SEED={Seed}: {answered} answered, {store.Stats}");
        Assert.True(answered > 0 && store.Stats.Rejected > 0 && store.Stats.Entries > 0);
        store.HandleTimeout(now + TimeSpan.FromDays(30));
        router.HandleTimeout(now + TimeSpan.FromDays(30));
        Assert.Equal((0, 0, 0), (store.Stats.Entries, store.Stats.Bytes, store.Stats.Hosts));
    }

    private bool Ask(RecordStore store, PeerRouter router, Instant now, IncomingRequest request) => request.Command switch
    {
        PeerCommands.PeerHandshake => router.HandleHandshake(now, request) is not RouterVerdict.Drop,
        PeerCommands.PeerHolepunch => router.HandleHolepunch(now, request) is not RouterVerdict.Drop,
        _ => store.Handle(now, request, _random.Next(50) == 0 ? null : _id, unixMilliseconds: 0) is not null,
    };

    private IncomingRequest RequestOf(byte[] value, KeyPair[] pairs)
    {
        var from = new PeerAddress(0x2c000000u + (uint)_random.Next(16), (ushort)(1 + _random.Next(8)));
        var token = default(RoundTripToken);
        var (command, pair) = ((ulong)_random.Next(12), pairs[_random.Next(pairs.Length)]);
        var target = _random.Next(3) == 0 ? Targets.Of(ManagedSuite.Instance, value) : Targets.Of(ManagedSuite.Instance, pair.PublicKey);
        if (_random.Next(2) == 0) value = Signed(command, pair, target, token, value);

        return new IncomingRequest(
            1, SocketRole.Server, 1, from, null, PeerAddress.Loopback(1), _random.Next(5) == 0 ? null : token, command, _random.Next(20) == 0 ? null : target, _random.Next(20) == 0 ? null : value);
    }

    // What is signed passes the checks, so that the tables behind them meet what nobody would send.
    private byte[] Signed(ulong command, KeyPair pair, NodeId target, RoundTripToken token, byte[] value)
    {
        var crypto = ManagedSuite.Instance;
        var peer = new PeerRecord(pair.PublicKey, [.. Enumerable.Range(0, _random.Next(6)).Select(port => PeerAddress.Loopback((ushort)port))]);
        SecretToken? refresh = value.Length >= SecretToken.Length && _random.Next(2) == 0 ? SecretToken.Read(value) : null;
        var seq = (ulong)_random.Next(5);
        return command switch
        {
            PeerCommands.Announce => new Announcement(peer, refresh, RecordSignatures.SignAnnounce(crypto, pair, target, _id, token, peer, refresh), seq).ToBytes(),
            PeerCommands.Unannounce => new Announcement(peer, refresh, RecordSignatures.SignUnannounce(crypto, pair, target, _id, token, peer, refresh), 0).ToBytes(),
            PeerCommands.MutablePut => new MutablePut(pair.PublicKey, new MutableValue(seq, value, RecordSignatures.SignMutable(crypto, pair, seq, value))).ToBytes(),
            _ => value,
        };
    }
}
