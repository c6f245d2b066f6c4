using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.HyperDht.Records;

/// <summary>A store and a router with peers who ask them by name; each answer is the store's.</summary>
internal sealed class StoreUnderTest
{
    public static readonly NodeId OwnId = NodeId.Random(new SeededRandom(1));
    public static readonly RoundTripToken Token = RoundTripToken.Read(new byte[32]);
    public static readonly PeerAddress Alice = PeerAddress.Parse("88.99.3.86:1000");
    public static readonly PeerAddress Bob = PeerAddress.Parse("88.99.4.86:2000");

    private const long UnixMilliseconds = 1_800_000_000_000;

    private readonly SeededRandom _random = new(2);

    public StoreUnderTest(RecordStoreSettings? settings = null)
    {
        Router = new PeerRouter(settings ?? new RecordStoreSettings());
        Store = new RecordStore(settings ?? new RecordStoreSettings(), Suite, _random, Router);
    }

    public static ICryptoSuite Suite => ManagedSuite.Instance;

    public Instant Now { get; set; } = Instant.FromMilliseconds(5);

    public RecordStore Store { get; }

    public PeerRouter Router { get; }

    public NodeId? Id { get; set; } = OwnId;

    public RecordStoreStats Stats => Store.Stats;

    /// <summary>The key pair with this number.</summary>
    public static KeyPair Pair(int number)
    {
        var seed = new byte[32];
        BitConverter.TryWriteBytes(seed, number);
        return KeyPair.FromSeed(Suite, seed);
    }

    /// <summary>The topic with this number.</summary>
    public static NodeId Topic(int number) => Targets.Of(Suite, BitConverter.GetBytes(number));

    public static PeerRecord RecordOf(KeyPair pair, params PeerAddress[] relays) => new(pair.PublicKey, relays);

    public Answer? Ask(ulong command, NodeId? target, byte[]? value = null, RoundTripToken? token = null, PeerAddress? from = null) =>
        Store.Handle(Now, RequestOf(command, target, value, token, from), Id, UnixMilliseconds);

    public static IncomingRequest RequestOf(ulong command, NodeId? target, byte[]? value = null, RoundTripToken? token = null, PeerAddress? from = null) =>
        new(1, SocketRole.Server, 7, from ?? Alice, null, PeerAddress.Loopback(49737), token, command, target, value);

    public Answer? Announce(NodeId target, KeyPair pair, PeerAddress? from = null, SecretToken? refresh = null, ulong bump = 0, params PeerAddress[] relays)
    {
        var record = RecordOf(pair, relays);
        var signature = RecordSignatures.SignAnnounce(Suite, pair, target, OwnId, Token, record, refresh);
        return Ask(PeerCommands.Announce, target, new Announcement(record, refresh, signature, bump).ToBytes(), Token, from);
    }

    public Answer? Refresh(NodeId target, SecretToken token) =>
        Ask(PeerCommands.Announce, target, new Announcement(null, token, null, 0).ToBytes(), Token);

    public Answer? Unannounce(NodeId target, KeyPair pair)
    {
        var record = RecordOf(pair);
        var signature = RecordSignatures.SignUnannounce(Suite, pair, target, OwnId, Token, record);
        return Ask(PeerCommands.Unannounce, target, new Announcement(record, null, signature, 0).ToBytes(), Token);
    }

    public LookupReply Lookup(NodeId target)
    {
        var answer = Ask(PeerCommands.Lookup, target);
        Assert.NotNull(answer);
        if (answer.Value is not { } value) return new LookupReply([], 0);

        Assert.True(LookupReply.TryDecode(value.Span, out var reply));
        return reply;
    }

    /// <summary>Who is found under a topic, in the order of their keys' text.</summary>
    public string[] Found(NodeId target) => [.. Lookup(target).Peers.Select(peer => peer.PublicKey.ToHex()).Order(StringComparer.Ordinal)];

    public Answer? PutMutable(KeyPair pair, ulong seq, byte[] value, PeerAddress? from = null)
    {
        var put = new MutablePut(pair.PublicKey, new MutableValue(seq, value, RecordSignatures.SignMutable(Suite, pair, seq, value)));
        return Ask(PeerCommands.MutablePut, Targets.Of(Suite, pair.PublicKey), put.ToBytes(), Token, from);
    }

    public MutableValue? GetMutable(KeyPair pair, ulong seq = 0)
    {
        var answer = Ask(PeerCommands.MutableGet, Targets.Of(Suite, pair.PublicKey), new MutableGet(seq).ToBytes());
        return answer?.Value is { } value && MutableValue.TryDecode(value.Span, out var decoded) ? decoded : null;
    }

    public Answer? PutImmutable(byte[] value, PeerAddress? from = null) => Ask(PeerCommands.ImmutablePut, Targets.Of(Suite, value), value, Token, from);

    public byte[]? GetImmutable(byte[] value) => Ask(PeerCommands.ImmutableGet, Targets.Of(Suite, value))?.Value?.ToArray();

    /// <summary>Lets time pass as an owner does who is called when the machine asks for it.</summary>
    public void Pass(TimeSpan time)
    {
        var end = Now + time;
        while (NextDeadline <= end)
        {
            Now = NextDeadline;
            Store.HandleTimeout(Now);
            Router.HandleTimeout(Now);
        }

        Now = end;
    }

    public Instant NextDeadline => Instant.Min(Store.NextDeadline, Router.NextDeadline);
}
