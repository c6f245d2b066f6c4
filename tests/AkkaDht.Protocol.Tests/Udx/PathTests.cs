using AkkaDht.Protocol.Udx;
using static AkkaDht.Protocol.Udx.PacketType;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>Where packets go: connecting, the firewall, changes of remote, and how long packets may be (05-udx.md A9, A12, B9).</summary>
public sealed class PathTests
{
    private static readonly PeerAddress Elsewhere = PeerAddress.Loopback(10);

    [Fact]
    public void Connecting_sends_nothing_and_happens_once()
    {
        var stream = new LoneStream();

        Assert.Empty(stream.Sent());
        Assert.Throws<InvariantException>(() => stream.Connect());
    }

    [Fact]
    public void Before_it_is_connected_a_stream_without_a_firewall_denies_everything()
    {
        var stream = new LoneStream(isConnected: false);

        stream.HearData(0, 1);

        Assert.Empty(stream.Read);
        Assert.Equal(1, stream.Stream.Stats.Denied);
    }

    [Fact]
    public void Packets_let_in_before_it_is_connected_are_read_and_acknowledged_once_when_it_is()
    {
        var firewall = new Firewall { Answer = true };
        var stream = new LoneStream(firewall: firewall, isConnected: false);

        stream.HearData(0, 1);
        stream.HearData(1, 2);
        stream.HearData(3, 4);
        Assert.Equal([1, 2], stream.Read);
        Assert.Equal(3, firewall.Asked.Count);
        Assert.Empty(stream.Sent());

        stream.Connect();
        Assert.Equal("3-4", stream.SentOne().Ranges);
    }

    [Fact]
    public void A_firewall_that_connects_has_the_same_packet_answered()
    {
        var firewall = new Firewall { Answer = true, Connects = true };
        var stream = new LoneStream(firewall: firewall, isConnected: false);

        stream.Hear(Data, 0, 0, [1], from: Elsewhere, socket: SocketRole.Client);
        stream.Hear(Data, 1, 0, [2], from: LoneStream.Peer, socket: SocketRole.Client);

        Assert.Equal([(SocketRole.Client, Elsewhere)], firewall.Asked);
        Assert.Equal([(1u, Elsewhere), (2u, Elsewhere)], stream.Sent().Select(ack => (ack.Ack, ack.To)));
        Assert.Equal(SocketRole.Client, stream.Stream.Path.Socket);
    }

    [Fact]
    public void A_packet_on_another_socket_asks_the_firewall_every_time()
    {
        var firewall = new Firewall();
        var stream = new LoneStream(firewall: firewall);

        stream.Hear(Data, 0, 0, [1], socket: SocketRole.Client);
        firewall.Answer = true;
        stream.Hear(Data, 0, 0, [2], socket: SocketRole.Client);
        stream.HearData(1, 3);

        Assert.Equal(2, firewall.Asked.Count);
        Assert.Equal([2, 3], stream.Read);
    }

    [Fact]
    public void Nobody_sends_from_port_zero()
    {
        var firewall = new Firewall { Answer = true };
        var stream = new LoneStream(firewall: firewall, isConnected: false);

        stream.Hear(Data, 0, 0, [1], from: new PeerAddress(0x7f000001, 0));

        Assert.Empty(firewall.Asked);
        Assert.Equal(1, stream.Stream.Stats.Denied);
    }

    [Fact]
    public void Receiving_from_elsewhere_changes_nothing()
    {
        var stream = new LoneStream();

        stream.Hear(Data, 0, 0, [1], from: Elsewhere);

        Assert.Equal(LoneStream.Peer, stream.SentOne().To);
    }

    [Fact]
    public void A_remote_that_changes_with_nothing_outstanding_has_changed_at_once()
    {
        var stream = new LoneStream();

        Assert.True(Change(stream));
        stream.Write(1);

        Assert.Equal([StreamEvent.RemoteChanged], stream.Events);
        Assert.Equal((Elsewhere, SocketRole.Client), (stream.Sent()[0].To, SocketRole.Client));
    }

    [Fact]
    public void What_was_sent_before_a_change_is_repeated_where_it_went_and_new_data_goes_elsewhere()
    {
        var stream = new LoneStream();
        stream.Write(1);
        stream.Sent();

        Assert.True(Change(stream));
        Assert.False(Change(stream));
        stream.Write(2);
        stream.Hear(Data, 0, 0, [1], socket: SocketRole.Client);
        stream.After(1000);

        var sent = stream.Sent();
        Assert.All(sent, packet => Assert.Equal(SocketRole.Client, packet.Socket));
        Assert.Equal((1u, Elsewhere), (sent[0].Number, sent[0].To));
        Assert.Equal((State, Elsewhere), (sent[1].Type, sent[1].To));
        Assert.Contains(sent, packet => packet.Number == 0 && packet.To == LoneStream.Peer && packet.Header.Id == LoneStream.PeerId);
        Assert.DoesNotContain(sent, packet => packet is { Number: 0, Type: Data } && packet.To == Elsewhere);
    }

    [Fact]
    public void A_change_is_over_when_everything_from_before_it_has_arrived()
    {
        var stream = new LoneStream();
        stream.Write(1132 + 1);
        Change(stream);
        stream.Write(1);

        stream.Hear(State, 0, 1, socket: SocketRole.Client);
        Assert.Empty(stream.Events);
        stream.Hear(State, 0, 2, socket: SocketRole.Client);

        Assert.Equal([StreamEvent.RemoteChanged], stream.Events);
        Assert.True(Change(stream));
    }

    [Fact]
    public void Only_a_connected_stream_changes_its_remote() =>
        Assert.False(Change(new LoneStream(isConnected: false)));

    [Fact]
    public void The_search_for_the_longest_packet_starts_again_after_a_change()
    {
        var stream = new LoneStream(linkMtu: 1500);
        PingPong(stream, writes: 20, bytes: 4000);
        Assert.Equal(1500, stream.Stream.Stats.Mtu);

        Change(stream);

        Assert.Equal(1200, stream.Stream.Stats.Mtu);
    }

    [Fact]
    public void Probes_are_padded_with_zeros_a_step_further_with_each_that_arrives_up_to_the_link()
    {
        var stream = new LoneStream(linkMtu: 1400);
        stream.Write(1132);
        stream.HearAck(1);
        stream.Sent();

        var lengths = PingPong(stream, writes: 12);

        Assert.Equal([1200, 1232, 1264, 1296, 1328, 1360, 1392, 1400], lengths.Distinct().Where(length => length >= 1200).Order());
        Assert.Equal(1400, stream.Stream.Stats.Mtu);
    }

    [Fact]
    public void A_link_that_carries_no_more_is_not_searched()
    {
        var stream = new LoneStream(linkMtu: 1200);

        Assert.All(PingPong(stream, writes: 10), length => Assert.True(length <= 1200));
        Assert.Equal(1200, stream.Stream.Stats.Mtu);
    }

    [Fact]
    public void A_probe_that_is_lost_is_repeated_without_padding_and_is_no_congestion()
    {
        var stream = new LoneStream(linkMtu: 1500);
        stream.Write(1132);
        stream.After(20);
        stream.HearAck(1);
        stream.Write(1152);
        stream.After(20);
        stream.HearAck(2);
        stream.Sent();
        stream.Write(5 * 1152);
        var probe = stream.Sent()[0];
        Assert.Equal(32, probe.Header.DataOffset);

        stream.After(20);
        stream.HearAck(2, (3, 7));

        var again = stream.SentOne();
        Assert.Equal((probe.Number, (byte)0), (again.Number, again.Header.DataOffset));
        Assert.Equal(probe.Payload, again.Payload);
        Assert.Equal(0, stream.Stream.Stats.FastRecoveries);
    }

    [Fact]
    public void Messages_go_out_as_they_are_and_are_refused_when_too_long_or_too_many_or_unconnected()
    {
        var unconnected = new LoneStream(isConnected: false);
        Assert.False(unconnected.Stream.TrySendMessage([1]));

        var stream = new LoneStream(new UdxSettings { MaxQueuedMessages = 2 });
        Assert.False(stream.Stream.TrySendMessage(new byte[1481]));
        Assert.True(stream.Stream.TrySendMessage([]));
        Assert.True(stream.Stream.TrySendMessage(new byte[1480]));
        Assert.False(stream.Stream.TrySendMessage([1]));
        stream.Drain();

        Assert.Equal([(Message, 20), (Message, 1500)], stream.Sent().Select(packet => (packet.Type, packet.Length)));
        stream.After(20_000);
        Assert.Empty(stream.Sent());
    }

    private static bool Change(LoneStream stream) => stream.Stream.ChangeRemote(stream.Now, LoneStream.Path(Elsewhere, SocketRole.Client, linkMtu: 1500)) | Drained(stream);

    private static bool Drained(LoneStream stream)
    {
        stream.Drain();
        return false;
    }

    // IP packets' lengths as a path counts them.
    private static List<int> PingPong(LoneStream stream, int writes, int bytes = 1152)
    {
        var lengths = new List<int>();
        for (var i = 0; i < writes; i++)
        {
            stream.Write(bytes);
            foreach (var packet in stream.Sent())
            {
                lengths.Add(packet.Length + 28);
                stream.HearAck(packet.Number + 1);
            }

            stream.After(5);
        }

        return lengths;
    }
}
