using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Relaying;
using AkkaDht.Protocol.Protomux;
using AkkaDht.Protocol.Udx;
using AkkaDht.Relaying;
using AkkaDht.Sockets;
using AkkaDht.Tests.Support;
using static AkkaDht.Relaying.RelayMessages;

namespace AkkaDht.Tests.Relaying;

/// <summary>One pair: packets of either end, and where they leave for.</summary>
public sealed class RelayLinkActorTests : PartsTest
{
    private static readonly PeerAddress ResponderAt = PeerAddress.Loopback(1001);
    private static readonly PeerAddress InitiatorAt = PeerAddress.Loopback(1002);
    private static readonly SocketRole Pooled = new(7);

    private readonly TestProbe _server;
    private readonly TestProbe _pooled;

    public RelayLinkActorTests() => (_server, _pooled) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void Packets_of_one_end_leave_for_the_other_from_where_that_one_came_in()
    {
        var (_, toResponder, toInitiator) = StartLink();
        Arrive(toResponder, SocketRole.Server, ResponderAt, Packet(toResponder, length: 30));
        Arrive(toInitiator, Pooled, InitiatorAt, Packet(toInitiator, length: 40), Packet(toInitiator, length: 50));

        // The first packet came before there was anybody to pass it on to.
        var sent = _server.ExpectMsg<TransmitBatch>();
        Assert.Equal([40, 50], Enumerable.Range(0, sent.Count).Select(i => sent[i].Length));
        Assert.Equal(ResponderAt, sent[0].To);
        Assert.Equal(Packet(new StreamId(22), length: 40), sent.Datagram(0).ToArray());

        Arrive(toResponder, SocketRole.Server, ResponderAt, Packet(toResponder, length: 60));
        sent = _pooled.ExpectMsg<TransmitBatch>();
        Assert.Equal((InitiatorAt, 1), (sent[0].To, sent.Count));
        Assert.Equal(Packet(new StreamId(11), length: 60), sent.Datagram(0).ToArray());
        AwaitAssert(() => Assert.Equal((3L, 150L, 1L), (Counted.Packets, Counted.Bytes, Counted.Dropped)));
    }

    [Fact]
    public void An_end_stays_where_it_was_first_heard()
    {
        var (_, toResponder, toInitiator) = Joined();
        Arrive(toInitiator, SocketRole.Server, PeerAddress.Loopback(9), Packet(toInitiator, length: 40));
        Assert.Equal(ResponderAt, _server.ExpectMsg<TransmitBatch>()[0].To);
        Arrive(toResponder, SocketRole.Server, ResponderAt, Packet(toResponder, length: 40));
        Assert.Equal(InitiatorAt, _pooled.ExpectMsg<TransmitBatch>()[0].To);
    }

    [Fact]
    public void A_full_batch_leaves_before_the_next_begins()
    {
        var (_, _, toInitiator) = Joined();
        Arrive(toInitiator, Pooled, InitiatorAt, [.. Enumerable.Repeat(Packet(toInitiator, length: 20), 100)]);

        Assert.Equal(TransmitBatch.Capacity, _server.ExpectMsg<TransmitBatch>().Count);
        Assert.Equal(100 - TransmitBatch.Capacity, _server.ExpectMsg<TransmitBatch>().Count);
    }

    [Fact]
    public void What_destroys_the_stream_is_passed_on_and_ends_the_link()
    {
        var (link, toResponder, toInitiator) = Joined();
        Watch(link);
        Arrive(toInitiator, Pooled, InitiatorAt, Packet(toInitiator, length: 20, PacketType.Destroy), Packet(toInitiator, length: 30));

        Assert.Equal(1, _server.ExpectMsg<TransmitBatch>().Count);
        ExpectTerminated(link);
        Assert.Null(Parts.Streams.Find(toResponder.Value));
        Assert.True(Parts.Streams.IsEmpty);
    }

    [Fact]
    public void Silence_ends_the_link()
    {
        var (link, _, toInitiator) = Joined();
        Watch(link);
        Advance(Settings.Relaying.LinkIdle - TimeSpan.FromSeconds(1));
        Arrive(toInitiator, Pooled, InitiatorAt, Packet(toInitiator, length: 20));
        _server.ExpectMsg<TransmitBatch>();
        Advance(Settings.Relaying.LinkIdle - TimeSpan.FromSeconds(1));
        Arrive(toInitiator, Pooled, InitiatorAt, Packet(toInitiator, length: 20));
        _server.ExpectMsg<TransmitBatch>();

        Advance(Settings.Relaying.LinkIdle);
        ExpectTerminated(link);
        Assert.True(Parts.Streams.IsEmpty);
    }

    [Fact]
    public void What_is_more_than_one_pair_may_pass_is_dropped()
    {
        Settings = Settings with { Relaying = new() { BytesPerSecondPerPair = 1000 } };
        var (_, _, toInitiator) = Joined();
        Arrive(toInitiator, Pooled, InitiatorAt, [.. Enumerable.Repeat(Packet(toInitiator, length: 100), 12)]);
        Assert.Equal(9, _server.ExpectMsg<TransmitBatch>().Count);
        AwaitAssert(() => Assert.Equal(4, Counted.Dropped));

        Advance(TimeSpan.FromMilliseconds(500));
        Arrive(toInitiator, Pooled, InitiatorAt, [.. Enumerable.Repeat(Packet(toInitiator, length: 100), 12)]);
        Assert.Equal(5, _server.ExpectMsg<TransmitBatch>().Count);
    }

    [Fact]
    public void What_is_more_than_all_pairs_may_pass_is_dropped()
    {
        var all = new RelayMeter(1000);
        Assert.True(all.TryPass(Instant.Zero, 500));
        var (_, _, toInitiator) = Joined(all);
        Arrive(toInitiator, Pooled, InitiatorAt, [.. Enumerable.Repeat(Packet(toInitiator, length: 100), 12)]);

        Assert.Equal(4, _server.ExpectMsg<TransmitBatch>().Count);
    }

    [Fact]
    public void A_link_without_ids_is_none()
    {
        Settings = Settings with { Connections = new() { MaxConnections = 1 } };
        var link = NewLink(new RelayMeter(0));
        Watch(link);

        ExpectTerminated(link);
        Parent.ExpectNoMsg(TimeSpan.Zero);
        Assert.True(Parts.Streams.IsEmpty);
    }

    private RelayStats Counted => Parts.RelayCounters.Snapshot;

    private static byte[] Packet(StreamId id, int length, PacketType type = PacketType.Data)
    {
        var packet = new byte[length];
        new PacketHeader(type, 0, id, 1000, 1, 1).Write(packet);
        return packet;
    }

    private IActorRef NewLink(RelayMeter meterOfAll)
    {
        (Parts.SocketRefs[SocketRole.Server], Parts.SocketRefs[Pooled]) = (_server.Ref, _pooled.Ref);
        var (parts, link) = (Parts, Joining());
        return Start(Props.Create(() => new RelayLinkActor(parts, link, meterOfAll)), "link");
    }

    private (IActorRef Link, StreamId ToResponder, StreamId ToInitiator) StartLink(RelayMeter? meterOfAll = null)
    {
        var link = NewLink(meterOfAll ?? new RelayMeter(0));
        var opened = Parent.ExpectMsg<LinkOpened>();
        return (link, opened.ToResponder, opened.ToInitiator);
    }

    // Both ends have been heard; the second packet, of 100 bytes, has been passed on.
    private (IActorRef Link, StreamId ToResponder, StreamId ToInitiator) Joined(RelayMeter? meterOfAll = null)
    {
        var started = StartLink(meterOfAll);
        Arrive(started.ToResponder, SocketRole.Server, ResponderAt, Packet(started.ToResponder, length: 100));
        Arrive(started.ToInitiator, Pooled, InitiatorAt, Packet(started.ToInitiator, length: 100));
        _server.ExpectMsg<TransmitBatch>();
        return started;
    }

    private void Arrive(StreamId id, SocketRole socket, PeerAddress from, params byte[][] packets)
    {
        var batch = BatchPool.RentReceive(isBusy: true);
        batch.Begin(socket);
        foreach (var packet in packets) Assert.True(batch.TryAdd(from, packet));
        Parts.Streams.Find(id.Value)!.HandOver(batch);
    }

    // A link is a relay's to make.
    private static RelayLink Joining()
    {
        var relay = new BlindRelayServer(new());
        var token = SecretToken.Random(new Driving.SystemRandom());
        foreach (var isInitiator in (ReadOnlySpan<bool>)[true, false])
        {
            var (mux, peer) = (new Mux(MuxSettings.Default), new Mux(MuxSettings.Default));
            Assert.True(relay.TryAccept(Instant.Zero, mux, new byte[32], out var session));
            Assert.True(BlindRelayClient.TryOpen(peer, new byte[32], out var client));
            Assert.True(client.TryPair(isInitiator, token, new StreamId(isInitiator ? 11u : 22u)));
            while (peer.TryTakeFrame(out var frame))
            {
                mux.HandleFrame(frame);
                while (mux.TryTakeEvent(out var happened)) relay.HandleEvent(Instant.Zero, session, happened);
            }
        }

        Assert.True(relay.TryTakeAction(out var action));
        return Assert.IsType<RelayAction.Open>(action).Link;
    }
}
