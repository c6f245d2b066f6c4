using AkkaDht.Connections;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.SecretStreams;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Tests.Connections;

/// <summary>Bytes that no honest peer sends, and how the connection ends that they are for.</summary>
public sealed class HostilePeerTests : ConnectionsTest
{
    private const int PacketHeader = 20;
    private const int FrameLength = 3;

    [Fact]
    public void A_handshake_that_was_changed_on_the_way_fails_with_what_was_wrong()
    {
        // The responder's message: its key, encrypted, behind its ephemeral point.
        var closed = TamperWith(packet => packet.Length > PacketHeader + FrameLength + 90, packet => packet[PacketHeader + FrameLength + 40] ^= 1);

        Assert.Equal((EndKind.HandshakeFailed, NoiseError.BadTag), (closed.Kind, closed.Handshake));
    }

    [Fact]
    public void A_point_that_is_none_fails_the_handshake()
    {
        var closed = TamperWith(
            packet => packet.Length > PacketHeader + FrameLength + 90,
            packet => packet.AsSpan(PacketHeader + FrameLength, 32).Fill(0xff));

        Assert.Equal((EndKind.HandshakeFailed, NoiseError.BadPoint), (closed.Kind, closed.Handshake));
    }

    [Fact]
    public void A_message_that_was_changed_ends_the_connection_with_what_was_wrong()
    {
        var (left, right) = Open();
        Fate.Tamper = packet =>
        {
            if (packet.Length == PacketHeader + FrameLength + 17 + 5) packet[^1] ^= 1;
        };

        Write(left, new byte[5]);

        Assert.Equal(
            new EndReason(EndKind.ProtocolViolation, Violation: SecretStreamError.DecryptionFailed),
            right.Expect<Closed>().Reason);
        Assert.Equal(EndKind.ResetByPeer, left.Expect<Closed>().Reason.Kind);
    }

    [Fact]
    public void A_frame_beyond_the_bound_ends_the_connection_and_one_at_the_bound_does_not()
    {
        const int Bound = 1000;
        Settings = Settings with { Connections = new() { MaxFrameBytes = Bound } };
        var (left, right) = Open();

        Write(left, new byte[Bound - SecretStream.Overhead]);
        Assert.Equal(Bound - SecretStream.Overhead, Read(right).Length);
        Write(left, new byte[Bound - SecretStream.Overhead + 1]);

        Assert.Equal(
            new EndReason(EndKind.ProtocolViolation, Violation: SecretStreamError.FrameTooLong),
            right.Expect<Closed>().Reason);
    }

    [Fact]
    public void Noise_for_a_stream_that_waits_does_not_disturb_it()
    {
        var (left, right) = (Reserve(), Reserve());
        left.Tell(new Connect(new StreamRoute(right.Opening.LocalId, Wire.Address), KeyAgreement.Introduce(LeftKey)));
        left.Tell(GetConnectionStats.Instance);
        left.Expect<ConnectionStats>();

        right.Tell(new Connect(new StreamRoute(left.Opening.LocalId, Address: null), KeyAgreement.Await(RightKey)));

        ExpectInTime<Opened>(left, TimeSpan.FromMilliseconds(100));
        ExpectInTime<Opened>(right, TimeSpan.FromMilliseconds(100));
    }

    private EndReason TamperWith(Func<byte[], bool> isIt, Action<byte[]> change)
    {
        var (left, right) = (Reserve(), Reserve());
        Fate.Tamper = packet =>
        {
            if (isIt(packet)) change(packet);
        };
        right.Tell(new Connect(new StreamRoute(left.Opening.LocalId, Address: null), KeyAgreement.Await(RightKey)));
        left.Tell(new Connect(new StreamRoute(right.Opening.LocalId, Wire.Address), KeyAgreement.Introduce(LeftKey)));
        return left.Expect<Closed>().Reason;
    }
}
