using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.HyperDht.Handshaking;

/// <summary>Strangers can have a node work on so many handshakes, and on no more.</summary>
public sealed class HandshakeAdmissionTests
{
    private static readonly NodeId Server = new(1, 2, 3, 4);
    private static readonly NodeId OtherServer = new(5, 6, 7, 8);
    private static readonly AdmissionSettings Generous = new() { MaxPerAddress = 1_000_000, MaxPerServer = 1_000_000, MaxHandshakes = 1_000_000, Burst = 1_000_000 };

    private readonly Instant _now = Instant.FromMilliseconds(1_000_000);

    [Fact]
    public void As_many_are_under_way_on_the_node_as_it_allows()
    {
        var admission = Make(Generous with { MaxHandshakes = 2 });

        Assert.Equal([true, true, false], [Admit(admission, 1), Admit(admission, 2, OtherServer), Admit(admission, 3)]);
        Assert.Equal((2, 2, 1), (admission.Stats.UnderWay, admission.Stats.Admitted, admission.Stats.RefusedInTotal));

        admission.HandleEnded(OtherServer, Client(2));
        Assert.True(Admit(admission, 3));
    }

    [Fact]
    public void As_many_are_under_way_on_one_server_as_it_allows()
    {
        var admission = Make(Generous with { MaxPerServer = 1 });

        Assert.Equal([true, false, true], [Admit(admission, 1), Admit(admission, 2), Admit(admission, 3, OtherServer)]);
        Assert.Equal(1, admission.Stats.RefusedPerServer);

        admission.HandleEnded(Server, Client(1));
        Assert.True(Admit(admission, 2));
    }

    [Fact]
    public void As_many_are_under_way_for_one_host_as_it_allows_whatever_its_ports()
    {
        var admission = Make(Generous with { MaxPerAddress = 1 });
        var (first, second) = (Client(1), Client(1) with { Port = 2 });

        Assert.True(admission.TryAdmit(_now, Server, first));
        Assert.False(admission.TryAdmit(_now, OtherServer, second));
        Assert.True(Admit(admission, 2));
        Assert.Equal(1, admission.Stats.RefusedPerAddress);

        admission.HandleEnded(Server, first);
        Assert.True(admission.TryAdmit(_now, OtherServer, second));
    }

    [Fact]
    public void On_a_private_network_each_port_counts_for_itself()
    {
        var admission = Make(Generous with { MaxPerAddress = 1 });

        Assert.True(admission.TryAdmit(_now, Server, PeerAddress.Loopback(1)));
        Assert.True(admission.TryAdmit(_now, Server, PeerAddress.Loopback(2)));
        Assert.False(admission.TryAdmit(_now, Server, PeerAddress.Loopback(2)));
    }

    [Fact]
    public void A_host_begins_so_many_at_once_and_then_so_many_a_second()
    {
        var admission = Make(Generous with { Burst = 3, PerSecond = 2 });

        Assert.Equal(3, AdmitUntilRefused(admission, _now));
        Assert.Equal(1, admission.Stats.RefusedByRate);
        Assert.Equal(0, AdmitUntilRefused(admission, _now + TimeSpan.FromMilliseconds(499)));
        Assert.Equal(1, AdmitUntilRefused(admission, _now + TimeSpan.FromMilliseconds(500)));
        Assert.Equal(3, AdmitUntilRefused(admission, _now + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void What_one_host_has_spent_another_still_has()
    {
        var admission = Make(Generous with { Burst = 1 });

        Assert.True(Admit(admission, 1));
        Assert.True(Admit(admission, 2));
    }

    [Fact]
    public void Private_addresses_have_an_allowance_of_their_own()
    {
        var admission = Make(Generous with { Burst = 1, PrivateBurst = 2 });
        var client = PeerAddress.Loopback(1);

        Assert.Equal([true, true, false], [Is(client), Is(client), Is(client)]);

        bool Is(PeerAddress address) => admission.TryAdmit(_now, Server, address);
    }

    [Fact]
    public void A_refusal_costs_nothing_of_the_allowance()
    {
        var admission = Make(Generous with { MaxPerServer = 1, Burst = 2, PerSecond = 0 });
        Assert.True(Admit(admission, 1));
        for (var i = 0; i < 10; i++) Assert.False(Admit(admission, 1));

        admission.HandleEnded(Server, Client(1));

        Assert.True(Admit(admission, 1));
    }

    [Fact]
    public void A_flood_of_invented_hosts_takes_no_memory_beyond_what_is_under_way()
    {
        var admission = Make(new AdmissionSettings { MaxHandshakes = 10 });

        for (var i = 0; i < 100_000; i++) Admit(admission, i);

        Assert.Equal((10, 10, 99_990), (admission.Stats.UnderWay, admission.Stats.Admitted, admission.Stats.RefusedInTotal));
    }

    [Fact]
    public void What_was_never_admitted_does_not_end()
    {
        var admission = Make(Generous);

        Assert.ThrowsAny<Exception>(() => admission.HandleEnded(Server, Client(1)));
    }

    private static PeerAddress Client(int number) => new(0x08000000u + (uint)number, 1);

    private static HandshakeAdmission Make(AdmissionSettings settings) => new(settings, new SeededRandom(1));

    private bool Admit(HandshakeAdmission admission, int client, NodeId? server = null) => admission.TryAdmit(_now, server ?? Server, Client(client));

    private static int AdmitUntilRefused(HandshakeAdmission admission, Instant now)
    {
        var admitted = 0;
        while (admission.TryAdmit(now, Server, Client(1))) admitted++;
        return admitted;
    }
}
