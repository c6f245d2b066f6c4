using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.SecretStreams;

/// <summary>A secret stream over UDX as one machine; two of them exchange packets at once, in one thread.</summary>
public sealed class EncryptedStreamTests
{
    private static readonly PeerAddress LeftAddress = PeerAddress.Loopback(1);
    private static readonly PeerAddress RightAddress = PeerAddress.Loopback(2);

    private readonly KeyPair _leftKey = KeyPair.Generate(ManagedSuite.Instance, new SeededRandom(1));
    private readonly KeyPair _rightKey = KeyPair.Generate(ManagedSuite.Instance, new SeededRandom(2));
    private readonly byte[] _buffer = new byte[UdxStream.MaxPacketLength];
    private Instant _now = Instant.FromMilliseconds(1000);

    [Fact]
    public void The_side_that_accepts_learns_the_path_from_the_first_packet()
    {
        var (left, right) = Connect();

        Assert.Equal(new StreamPath(SocketRole.Server, LeftAddress, left.LocalId), right.Path);
        Assert.Equal([EncryptedStreamEvent.Opened], Events(left));
        Assert.Equal([EncryptedStreamEvent.Opened], Events(right));
        Assert.Equal(_rightKey.PublicKey, left.Secret.RemoteKey);
    }

    [Fact]
    public void Before_it_accepts_packets_are_denied()
    {
        var (left, right) = (Make(1, isInitiator: true), Make(2, isInitiator: false));

        left.Connect(_now, new StreamPath(SocketRole.Server, RightAddress, right.LocalId));
        Pump(left, right);

        Assert.False(right.IsConnected);
        Assert.Equal(1, right.CarrierStats.Denied);
    }

    [Fact]
    public void What_nobody_takes_closes_the_window_and_what_is_taken_opens_it()
    {
        var settings = UdxSettings.Default with { ReceiveWindowBytes = 100_000 };
        var (left, right) = Connect(settings);

        for (var i = 0; i < 200; i++) left.Write(_now, new byte[1000]);
        PumpInTime(left, right, () => false, rounds: 100);
        var held = right.UnreadBytes;
        var taken = 0;
        PumpInTime(left, right, () =>
        {
            for (; right.TryTakeMessage(_now, out var message); taken++) message.Return();
            return taken == 200;
        });

        Assert.InRange(held, 90_000, 110_000);
        Assert.Equal(200, taken);
    }

    [Fact]
    public void A_message_longer_than_the_window_arrives_all_the_same()
    {
        var (left, right) = Connect(UdxSettings.Default with { ReceiveWindowBytes = 50_000 });

        left.Write(_now, new byte[300_000]);
        ReceivedMessage message = default;
        PumpInTime(left, right, () => right.TryTakeMessage(_now, out message));

        Assert.Equal(300_000, message.Bytes.Length);
        message.Return();
    }

    [Fact]
    public void An_end_is_told_only_after_the_last_message_was_taken()
    {
        var (left, right) = Connect();
        left.Write(_now, [1]);
        left.WriteEnd(_now);
        right.WriteEnd(_now);
        Pump(left, right);
        Events(left);

        var before = Events(right);
        Assert.True(right.TryTakeMessage(_now, out _));
        var after = Events(right);

        Assert.DoesNotContain(EncryptedStreamEvent.RemoteEnded, before);
        Assert.Equal([EncryptedStreamEvent.RemoteEnded, EncryptedStreamEvent.Closed], after);
        Assert.Equal(new EndReason(EndKind.Clean), right.End);
        Assert.Equal(new EndReason(EndKind.Clean), left.End);
    }

    [Fact]
    public void An_end_that_was_wanted_before_the_keys_were_known_follows_them()
    {
        var (left, right) = (Make(1, isInitiator: true), Make(2, isInitiator: false));
        right.Accept(left.LocalId, 1500);
        left.Connect(_now, new StreamPath(SocketRole.Server, RightAddress, right.LocalId));
        left.WriteEnd(_now);
        Pump(left, right);

        Assert.Contains(EncryptedStreamEvent.RemoteEnded, Events(right));
    }

    [Fact]
    public void An_abort_is_told_to_the_peer_and_keeps_its_reason_here()
    {
        var (left, right) = Connect();

        left.Abort(_now, new EndReason(EndKind.OwnerGone));
        Pump(left, right);

        Assert.Equal(new EndReason(EndKind.OwnerGone), left.End);
        Assert.Equal(new EndReason(EndKind.ResetByPeer), right.End);
        Assert.Equal(EncryptedStreamEvent.Closed, Events(left)[^1]);
        Assert.Equal(Instant.Never, left.NextDeadline);
    }

    [Fact]
    public void An_end_that_waits_for_a_reader_who_never_comes_can_be_cut_short()
    {
        var (left, right) = Connect();
        left.Write(_now, [1]);
        left.WriteEnd(_now);
        right.WriteEnd(_now);
        Pump(left, right);
        Assert.DoesNotContain(EncryptedStreamEvent.Closed, Events(right));

        right.Abort(_now, new EndReason(EndKind.OwnerGone));

        Assert.Equal([EncryptedStreamEvent.Closed], Events(right));
        Assert.Equal(new EndReason(EndKind.OwnerGone), right.End);
    }

    [Fact]
    public void A_known_key_that_is_no_point_fails_the_handshake_before_anything_is_sent()
    {
        var random = new SeededRandom(3);
        var noPoint = PublicKey.Parse(new string('f', 64));
        var handshake = new HandshakeState(ManagedSuite.Instance, random, NoisePattern.IK, isInitiator: true, prologue: default, _leftKey, noPoint);
        var left = Make(1, new SecretStream(_now, ManagedSuite.Instance, random, handshake, new SecretStreamSettings()));

        left.Connect(_now, new StreamPath(SocketRole.Server, RightAddress, new StreamId(2)));

        Assert.Equal(new EndReason(EndKind.HandshakeFailed, NoiseError.BadPoint), left.End);
    }

    [Fact]
    public void Keys_that_were_never_used_are_erased_with_the_end()
    {
        var random = new SeededRandom(3);
        var keys = new HandshakeResult(isInitiator: true, Filled(32), Filled(32), Filled(64), _rightKey.PublicKey);
        var left = Make(1, new SecretStream(_now, ManagedSuite.Instance, random, keys, new SecretStreamSettings()));

        left.Abort(_now, new EndReason(EndKind.Aborted));

        Assert.Equal(new byte[32], keys.SendKey.ToArray());
        Assert.Equal(new byte[32], keys.ReceiveKey.ToArray());
    }

    [Fact]
    public void Bytes_that_are_no_handshake_end_it_with_what_was_wrong_and_reset_the_peer()
    {
        var right = Make(2, isInitiator: false);
        var stranger = new UdxStream(new StreamId(1), UdxSettings.Default);
        right.Accept(stranger.LocalId, 1500);
        stranger.Connect(_now, new StreamPath(SocketRole.Server, RightAddress, right.LocalId));
        stranger.Write(_now, [3, 0, 0, 1, 2, 3]);
        Assert.True(stranger.TryTakeTransmit(_now, _buffer, out var sent));

        right.HandlePacket(_now, SocketRole.Server, LeftAddress, _buffer.AsMemory(0, sent.Length).ToArray());
        var isReset = false;
        while (right.TryTakeTransmit(_now, _buffer, out var answer))
        {
            stranger.HandlePacket(_now, SocketRole.Server, RightAddress, _buffer.AsMemory(0, answer.Length).ToArray());
            isReset |= stranger.End == StreamEnd.Reset;
        }

        Assert.Equal(new EndReason(EndKind.HandshakeFailed, NoiseError.Truncated), right.End);
        Assert.True(isReset);
    }

    [Fact]
    public void A_peer_that_vanishes_is_given_up_by_its_keep_alives()
    {
        var (left, _) = Connect();
        left.SetKeepAlive(_now, TimeSpan.FromSeconds(5));

        for (var i = 0; i < 100 && left.End is null; i++)
        {
            _now = Instant.Min(left.NextDeadline, _now + TimeSpan.FromMinutes(1));
            left.HandleTimeout(_now);
            while (left.TryTakeTransmit(_now, _buffer, out _)) { }
        }

        Assert.Equal(new EndReason(EndKind.TimedOut), left.End);
    }

    [Fact]
    public void Unordered_messages_beyond_the_bound_are_lost_and_too_long_ones_are_not_sent()
    {
        var (left, right) = Connect();
        for (var i = 0; i < 70; i++)
        {
            Assert.True(left.TrySendDatagram(_now, [(byte)i]));
            Pump(left, right);
        }

        var received = new List<byte>();
        while (right.TryTakeDatagram(out var message)) received.Add(message.Span[0]);

        Assert.Equal(Enumerable.Range(0, 64).Select(i => (byte)i), received);
        Assert.False(left.TrySendDatagram(_now, new byte[1457]));
    }

    private (EncryptedStream Left, EncryptedStream Right) Connect(UdxSettings? settings = null)
    {
        var (left, right) = (Make(1, isInitiator: true, settings), Make(2, isInitiator: false, settings));
        right.Accept(left.LocalId, 1500);
        left.Connect(_now, new StreamPath(SocketRole.Server, RightAddress, right.LocalId));
        Pump(left, right);
        return (left, right);
    }

    private EncryptedStream Make(uint id, bool isInitiator, UdxSettings? settings = null)
    {
        var random = new SeededRandom(10 + (int)id);
        var handshake = new HandshakeState(
            ManagedSuite.Instance, random, NoisePattern.XX, isInitiator, prologue: default, isInitiator ? _leftKey : _rightKey, remoteStatic: null);
        return Make(id, new SecretStream(_now, ManagedSuite.Instance, random, handshake, new SecretStreamSettings()), settings);
    }

    private static EncryptedStream Make(uint id, SecretStream secret, UdxSettings? settings = null) => new(new StreamId(id), settings ?? UdxSettings.Default, secret);

    private static byte[] Filled(int length)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)7);
        return bytes;
    }

    private void PumpInTime(EncryptedStream left, EncryptedStream right, Func<bool> isDone, int rounds = 10_000)
    {
        for (var i = 0; i < rounds && !isDone(); i++)
        {
            _now += TimeSpan.FromMilliseconds(1);
            left.HandleTimeout(_now);
            right.HandleTimeout(_now);
            Pump(left, right);
        }
    }

    private void Pump(EncryptedStream left, EncryptedStream right)
    {
        while (Move(left, LeftAddress, right) | Move(right, RightAddress, left)) { }
    }

    private bool Move(EncryptedStream from, PeerAddress address, EncryptedStream to)
    {
        var hasMoved = false;
        while (from.TryTakeTransmit(_now, _buffer, out var transmit))
        {
            hasMoved = true;
            to.HandlePacket(_now, SocketRole.Server, address, _buffer.AsMemory(0, transmit.Length).ToArray());
        }

        return hasMoved;
    }

    private static List<EncryptedStreamEvent> Events(EncryptedStream stream)
    {
        List<EncryptedStreamEvent> events = [];
        while (stream.TryTakeEvent(out var happened)) if (happened is not (EncryptedStreamEvent.Flushed or EncryptedStreamEvent.Writable)) events.Add(happened);
        return events;
    }
}
