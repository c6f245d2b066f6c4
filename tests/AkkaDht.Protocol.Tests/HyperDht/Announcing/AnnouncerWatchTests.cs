using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Announcing;
using static AkkaDht.Protocol.HyperDht.PeerCommands;
using static AkkaDht.Protocol.Tests.HyperDht.Announcing.AnnouncerUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Announcing;

/// <summary>What an announcer does between its rounds, and what makes it begin another.</summary>
public sealed class AnnouncerWatchTests
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(3);

    [Fact]
    public void Relays_are_pinged_every_three_seconds()
    {
        var server = new AnnouncerUnderTest();
        server.Machine.HandleStart(server.Now);
        server.Walked(1, 2, 3);
        server.Answer();
        Assert.Equal(3, server.Take(Commands.Ping, isInternal: true).Length);

        Assert.Equal(server.Now + PingInterval, server.Machine.NextDeadline);
        server.Sleep();

        Assert.Equal([NodeAt(1), NodeAt(2), NodeAt(3)], server.Take(Commands.Ping, isInternal: true));
    }

    [Fact]
    public void After_a_hundred_rounds_of_pings_the_server_is_announced_anew()
    {
        var server = Announced();
        var began = server.Now;

        for (var i = 0; i < 99; i++)
        {
            server.Sleep();
            server.Answer();
        }

        Assert.Equal(99 * 3, server.Take(Commands.Ping, isInternal: true).Length);
        server.Sleep();
        Assert.Equal(PingInterval * 100, server.Now - began);
        Assert.Single(server.Outputs.OfType<AnnouncerOutput.Walk>());
    }

    [Fact]
    public void A_relay_that_is_lost_leads_to_a_round()
    {
        var server = Announced();
        Rest(server);
        server.Dead.Add(NodeAt(2));

        server.Sleep();
        server.Answer();

        Assert.Single(server.Outputs.OfType<AnnouncerOutput.Walk>());
    }

    [Fact]
    public void A_small_network_has_fewer_relays_and_that_is_no_loss()
    {
        var server = Announced(1);

        Rest(server);

        Assert.Empty(server.Outputs);
    }

    [Fact]
    public void A_relay_that_sees_another_address_than_it_forwards_to_leads_to_a_round()
    {
        var server = Announced();
        Rest(server);
        var elsewhere = PeerAddress.Parse("45.6.7.8:4321");
        server.SeenAs = elsewhere;

        server.Sleep();
        server.Answer();
        server.Walked(1, 2, 3);
        server.Answer();

        Assert.Equal([NodeAt(1), NodeAt(2), NodeAt(3)], server.Take(Announce));
        Assert.All(server.Machine.Relays, relay => Assert.Equal(elsewhere, relay.Peer));
    }

    [Fact]
    public void Relays_that_do_not_answer_cannot_keep_a_server_walking()
    {
        var server = Announced();
        server.Dead.UnionWith([NodeAt(1), NodeAt(2), NodeAt(3)]);

        server.Sleep();
        server.Answer();

        Assert.Empty(server.Outputs);
        Assert.Equal(Instant.FromMilliseconds(1_000) + TimeSpan.FromSeconds(10), server.Machine.NextDeadline);
        server.Sleep();
        Assert.Single(server.Outputs.OfType<AnnouncerOutput.Walk>());
    }

    [Fact]
    public void A_server_that_found_nobody_tries_again_soon()
    {
        var server = new AnnouncerUnderTest();
        server.Machine.HandleStart(server.Now);

        server.Walked();

        Assert.Contains(new AnnouncerOutput.Announced(), server.Outputs);
        var pauses = new List<double>();
        for (var round = 0; round < 7; round++)
        {
            pauses.Add((server.Machine.NextDeadline - server.Now).TotalSeconds);
            server.Sleep();
            server.Walked();
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 10, 10], pauses);
        Assert.Equal(8, server.Outputs.OfType<AnnouncerOutput.Walk>().Count());
    }

    [Fact]
    public void A_refresh_begins_a_round_at_once()
    {
        var server = Announced();

        server.Machine.HandleRefresh(server.Now);
        server.Drain();

        Assert.Single(server.Outputs.OfType<AnnouncerOutput.Walk>());
    }

    [Fact]
    public void Refreshes_during_a_round_lead_to_one_more()
    {
        var server = Announced();
        for (var i = 0; i < 5; i++) server.Machine.HandleRefresh(server.Now);
        server.Walked(1, 2, 3);
        for (var i = 0; i < 5; i++) server.Machine.HandleRefresh(server.Now);

        server.Answer();
        server.Sleep();
        server.Walked(1, 2, 3);
        server.Answer();
        Rest(server);

        Assert.Equal(2, server.Outputs.OfType<AnnouncerOutput.Walk>().Count());
    }

    [Fact]
    public void A_server_that_is_offline_waits_until_it_is_not()
    {
        var server = Announced();
        Rest(server);
        server.Machine.HandleNetwork(server.Now, isOnline: false, null);
        server.Dead.UnionWith([NodeAt(1), NodeAt(2), NodeAt(3)]);
        server.Sleep();
        server.Answer();
        server.Machine.HandleRefresh(server.Now);
        server.Drain();
        Assert.Empty(server.Outputs);
        Assert.Equal(Instant.Never, server.Machine.NextDeadline);

        server.Machine.HandleNetwork(server.Now, isOnline: true, null);
        server.Drain();

        Assert.Single(server.Outputs.OfType<AnnouncerOutput.Walk>());
    }

    [Fact]
    public void Nothing_happens_before_its_time()
    {
        var server = Announced();

        server.Sleep(PingInterval - TimeSpan.FromMilliseconds(1));

        Assert.Empty(server.Asked);
    }

    private static void Rest(AnnouncerUnderTest server)
    {
        for (var i = 0; i < 5; i++)
        {
            server.Sleep();
            server.Answer();
        }

        server.Asked.Clear();
    }
}
