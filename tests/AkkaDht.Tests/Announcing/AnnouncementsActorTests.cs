using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Announcing;
using AkkaDht.Driving;
using AkkaDht.Persistence;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Announcing;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Records;
using AkkaDht.Supervision;
using AkkaDht.Tests.Support;
using static AkkaDht.Announcing.AnnouncementMessages;

namespace AkkaDht.Tests.Announcing;

/// <summary>Announcements that are made again and again, asked of a probe in the place of the record store.</summary>
public sealed class AnnouncementsActorTests : PartsTest
{
    private static readonly NodeId Topic = new(1, 2, 3, 4);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly TestProbe _asker;
    private readonly TestProbe _keeper;

    public AnnouncementsActorTests()
    {
        Settings = Settings with { Announcements = new AnnouncementSettings { MaxAnnouncements = 2, Renewal = new RenewalSettings { JitterPercent = 0 } } };
        (_asker, _keeper) = (CreateTestProbe("asker"), CreateTestProbe("keeper"));
        Parts.StateKeeper = _keeper.Ref;
    }

    [Fact]
    public void A_topic_is_announced_at_once_and_again_after_the_interval()
    {
        var announcements = StartOnline();

        announcements.Tell(new Keep(new(Topic) { Relays = [PeerAddress.Loopback(1)] }), _asker);

        Assert.Equal(new Kept(Topic, Parts.KeyPair.PublicKey), _asker.ExpectMsg<Kept>());
        var announce = Records.ExpectMsg<RecordMessages.Announce>();
        Assert.Equal((Topic, Parts.KeyPair.PublicKey), (announce.Topic, announce.KeyPair.PublicKey));
        Assert.Equal([PeerAddress.Loopback(1)], announce.Relays);
        Answer(announcements, nodes: 3);

        Advance(Interval - TimeSpan.FromSeconds(1));
        Records.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Advance(TimeSpan.FromSeconds(1));
        Records.ExpectMsg<RecordMessages.Announce>();
    }

    [Fact]
    public void An_announcing_that_fails_is_tried_again_soon()
    {
        var announcements = StartOnline();
        announcements.Tell(new Keep(new(Topic)), _asker);
        Records.ExpectMsg<RecordMessages.Announce>();
        Records.Reply(new Status.Failure(new DhtException("nobody took it")));
        Settled(announcements);

        Advance(TimeSpan.FromSeconds(5));

        Records.ExpectMsg<RecordMessages.Announce>();
    }

    [Fact]
    public void Nothing_is_announced_before_the_node_has_bootstrapped_or_while_it_sleeps()
    {
        var announcements = Start(Props.Create(() => new AnnouncementsActor(Parts)), "announcements");
        announcements.Tell(new Keep(new(Topic)), _asker);
        _asker.ExpectMsg<Kept>();
        Records.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        announcements.Tell(new NodeEvents.Ready(Node));
        Records.ExpectMsg<RecordMessages.Announce>();
        Answer(announcements, nodes: 1);

        announcements.Tell(new NodeEvents.Suspended(Node));
        Settled(announcements);
        Advance(Interval);
        Records.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        announcements.Tell(new NodeEvents.Resumed(Node));
        Records.ExpectMsg<RecordMessages.Announce>();
    }

    [Fact]
    public void What_is_forgotten_is_withdrawn_and_announced_no_more()
    {
        var announcements = StartOnline();
        announcements.Tell(new Keep(new(Topic)), _asker);
        _asker.ExpectMsg<Kept>();
        Records.ExpectMsg<RecordMessages.Announce>();
        Answer(announcements, nodes: 1);

        announcements.Tell(new Forget(Topic), _asker);

        Assert.True(_asker.ExpectMsg<Forgotten>().WasKept);
        Assert.Equal(Topic, Records.ExpectMsg<RecordMessages.Unannounce>().Topic);
        Advance(2 * Interval);
        Records.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        announcements.Tell(new Forget(Topic), _asker);
        Assert.False(_asker.ExpectMsg<Forgotten>().WasKept);
    }

    [Fact]
    public void One_topic_may_be_announced_for_two_peers_and_replaced_for_each()
    {
        var announcements = StartOnline();
        var other = DhtNode.NewKeyPair();

        announcements.Tell(new Keep(new(Topic)), _asker);
        announcements.Tell(new Keep(new(Topic) { KeyPair = other }), _asker);
        announcements.Tell(new Keep(new(Topic) { Relays = [PeerAddress.Loopback(9)] }), _asker);

        foreach (var key in new[] { Parts.KeyPair.PublicKey, other.PublicKey, Parts.KeyPair.PublicKey }) Assert.Equal(key, _asker.ExpectMsg<Kept>().PublicKey);
        announcements.Tell(GetAnnouncements.Instance, _asker);
        Assert.Equal([other.PublicKey, Parts.KeyPair.PublicKey], _asker.ExpectMsg<Announcements>().Items.Select(item => item.PublicKey));
        Assert.Equal([PeerAddress.Loopback(9)], Parts.State.Announcements[1].Relays);
    }

    [Fact]
    public void More_than_are_allowed_are_refused()
    {
        var announcements = StartOnline();
        for (ulong i = 0; i < 2; i++) announcements.Tell(new Keep(new(new NodeId(i, 0, 0, 0))), _asker);
        for (ulong i = 0; i < 2; i++) _asker.ExpectMsg<Kept>();

        announcements.Tell(new Keep(new(Topic)), _asker);

        Assert.IsType<DhtException>(_asker.ExpectMsg<Status.Failure>().Cause);
        Assert.Equal(2, Parts.State.Announcements.Count);
    }

    [Fact]
    public void Who_cannot_sign_or_names_too_many_relays_is_refused()
    {
        var announcements = StartOnline();
        var cleared = KeyPair.Generate(Crypto, new SystemRandom());
        cleared.Clear();

        announcements.Tell(new Keep(new(Topic) { KeyPair = cleared }), _asker);
        _asker.ExpectMsg<Status.Failure>();
        announcements.Tell(new Keep(new(Topic) { Relays = new PeerAddress[LastingAnnouncement.MaxRelays + 1] }), _asker);
        _asker.ExpectMsg<Status.Failure>();
    }

    [Fact]
    public void Whoever_keeps_the_state_is_told_of_changes()
    {
        var announcements = StartOnline();

        announcements.Tell(new Keep(new(Topic)), _asker);

        _keeper.ExpectMsg<StateMessages.AnnouncementsChanged>();
        Assert.Equal(Topic, Assert.Single(Parts.State.Announcements).Topic);
        announcements.Tell(new Forget(Topic), _asker);
        _keeper.ExpectMsg<StateMessages.AnnouncementsChanged>();
        Assert.Empty(Parts.State.Announcements);
    }

    [Fact]
    public void What_was_kept_over_a_restart_is_announced_without_a_word()
    {
        Parts.State.Announcements = [new(Topic), new(new NodeId(9, 9, 9, 9))];

        StartOnline();

        var first = Records.ExpectMsg<RecordMessages.Announce>();
        var second = Records.ExpectMsg<RecordMessages.Announce>();
        Assert.Equivalent(new[] { Topic, new NodeId(9, 9, 9, 9) }, new[] { first.Topic, second.Topic });
    }

    private IActorRef StartOnline()
    {
        var parts = Parts;
        var announcements = Start(Props.Create(() => new AnnouncementsActor(parts)), "announcements");
        announcements.Tell(new NodeEvents.Ready(Node));
        return announcements;
    }

    // The nodes that took the announcement that was asked for last; returns when that has been counted.
    private void Answer(IActorRef announcements, int nodes)
    {
        Records.Reply(new Announced(Topic, [.. Enumerable.Range(1, nodes).Select(port => NodeAt((ushort)port))]));
        var reader = CreateTestProbe();
        AwaitAssert(() =>
        {
            announcements.Tell(GetAnnouncements.Instance, reader);
            Assert.Equal(nodes, reader.ExpectMsg<Announcements>().Items[0].Nodes);
        });
    }

    // The child that was told of a failure has told the actor, and is gone.
    private void Settled(IActorRef announcements)
    {
        var child = Records.LastSender;
        if (child is not null && child != ActorRefs.Nobody)
        {
            Records.Watch(child);
            Records.ExpectMsg<Terminated>();
        }

        announcements.Tell(new Identify(0), _asker);
        _asker.FishForMessage<ActorIdentity>(_ => true);
    }
}
