using AkkaDht.Protocol.HyperDht.Announcing;
using static AkkaDht.Protocol.HyperDht.PeerCommands;
using static AkkaDht.Protocol.Tests.HyperDht.Announcing.AnnouncerUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Announcing;

/// <summary>A server that closes or goes to sleep takes back what it has announced.</summary>
public sealed class AnnouncerLeavingTests
{
    private static readonly AnnouncerOutput Closed = new AnnouncerOutput.Left(IsClosed: true);
    private static readonly AnnouncerOutput Suspended = new AnnouncerOutput.Left(IsClosed: false);

    [Fact]
    public void A_server_that_closes_has_every_relay_forget_it()
    {
        var server = Announced();

        server.Machine.HandleClose(server.Now);
        server.Drain();
        Assert.Equal([NodeAt(1), NodeAt(2), NodeAt(3)], server.Take(FindPeer));
        server.Answer();

        Assert.Equal([NodeAt(1), NodeAt(2), NodeAt(3)], server.Take(Unannounce));
        Assert.Equal([Closed], server.Outputs);
        Assert.Empty(server.Machine.Relays);
        Assert.Empty(server.Machine.RelayAddresses);
        Assert.Equal(Instant.Never, server.Machine.NextDeadline);
    }

    [Fact]
    public void A_server_that_is_suspended_comes_back_with_a_round()
    {
        var server = Announced();
        server.Machine.HandleSuspend(server.Now);
        server.Answer();
        Assert.Equal(3, server.Take(Unannounce).Length);
        Assert.Equal([Suspended], server.Outputs);

        server.Machine.HandleResume(server.Now);
        server.Drain();
        server.Walked(1, 2, 3);
        server.Answer();

        Assert.Equal([NodeAt(1), NodeAt(2), NodeAt(3)], server.Machine.RelayAddresses);
    }

    [Fact]
    public void A_server_without_relays_closes_at_once()
    {
        var server = new AnnouncerUnderTest();

        server.Machine.HandleClose(server.Now);
        server.Drain();

        Assert.Equal([Closed], server.Outputs);
    }

    [Fact]
    public void A_server_that_closes_during_a_walk_ends_it_first()
    {
        var server = new AnnouncerUnderTest();
        server.Machine.HandleStart(server.Now);

        server.Machine.HandleClose(server.Now);
        server.Drain();
        Assert.Contains(new AnnouncerOutput.StopWalking(), server.Outputs);
        server.Walked(1, 2, 3);

        Assert.Empty(server.Take(Announce));
        Assert.Equal(Closed, server.Outputs[^1]);
    }

    [Fact]
    public void An_announcement_that_is_on_its_way_is_taken_back_too()
    {
        var server = new AnnouncerUnderTest();
        server.Machine.HandleStart(server.Now);
        server.Walked(1, 2, 3);
        server.AnswerOne();

        server.Machine.HandleClose(server.Now);
        server.Answer();

        Assert.Equal([NodeAt(1), NodeAt(2), NodeAt(3)], server.Take(Unannounce));
        Assert.Equal(Closed, server.Outputs[^1]);
    }

    [Fact]
    public void Relays_that_were_being_told_to_forget_are_not_forgotten_about()
    {
        var server = Announced();
        server.Machine.HandleRefresh(server.Now);
        server.Walked(2, 3, 4);
        for (var i = 0; i < 3; i++) server.AnswerOne();
        server.Asked.Clear();

        server.Machine.HandleClose(server.Now);
        server.Answer();

        Assert.Equal([NodeAt(1), NodeAt(2), NodeAt(3), NodeAt(4)], server.Take(Unannounce).Order(AddressOrder));
    }

    [Fact]
    public void A_relay_that_does_not_answer_is_waited_for_no_longer_than_allowed()
    {
        var server = Announced();
        server.Machine.HandleClose(server.Now);
        server.Drain();

        Assert.Equal(server.Now + TimeSpan.FromSeconds(5), server.Machine.NextDeadline);
        server.Sleep();

        Assert.Equal([Closed], server.Outputs);
    }

    [Fact]
    public void A_walk_that_does_not_end_is_waited_for_no_longer_either()
    {
        var server = new AnnouncerUnderTest();
        server.Machine.HandleStart(server.Now);
        server.Machine.HandleClose(server.Now);

        server.Sleep();

        Assert.Equal(Closed, server.Outputs[^1]);
    }

    [Fact]
    public void A_server_that_was_suspended_can_be_closed_and_is_not_resumed_any_more()
    {
        var server = Announced();
        server.Machine.HandleSuspend(server.Now);
        server.Answer();

        server.Machine.HandleClose(server.Now);
        server.Machine.HandleResume(server.Now);
        server.Machine.HandleRefresh(server.Now);
        server.Machine.HandleStart(server.Now);
        server.Drain();

        Assert.Equal([Suspended, Closed], server.Outputs);
    }

    [Fact]
    public void A_server_that_is_resumed_while_it_takes_leave_begins_anew()
    {
        var server = Announced();
        server.Machine.HandleSuspend(server.Now);
        server.Machine.HandleResume(server.Now);

        server.Answer();

        Assert.IsType<AnnouncerOutput.Walk>(Assert.Single(server.Outputs));
    }

    private static readonly Comparer<PeerAddress> AddressOrder = Comparer<PeerAddress>.Create((left, right) => left.Host.CompareTo(right.Host));
}
