using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.Tests.DhtRpc;

public sealed class NatSamplerTests
{
    private const uint OurHost = 0x58630356;
    private const uint OtherHost = 0x01010101;

    [Fact]
    public void Nothing_is_known_before_the_first_statement()
    {
        var sampler = new NatSampler();

        Assert.Null(sampler.Host);
        Assert.Equal(0, sampler.Port);
        Assert.Equal(0, sampler.Size);
    }

    [Fact]
    public void One_statement_is_believed()
    {
        var sampler = Sampled(new PeerAddress(OurHost, 49737));

        Assert.Equal((OurHost, (ushort)49737), (sampler.Host, sampler.Port));
    }

    [Fact]
    public void A_nat_with_a_port_for_every_destination_still_shows_its_host()
    {
        var sampler = Sampled([.. Enumerable.Range(1, 20).Select(port => new PeerAddress(OurHost, (ushort)port))]);

        Assert.Equal((OurHost, (ushort)0), (sampler.Host, sampler.Port));
    }

    [Fact]
    public void Disagreement_about_the_host_leaves_it_unknown()
    {
        var sampler = Sampled(new PeerAddress(OurHost, 1), new PeerAddress(OtherHost, 1));

        Assert.Null(sampler.Host);
        Assert.Equal(0, sampler.Port);
    }

    [Fact]
    public void Three_liars_among_sixteen_change_nothing()
    {
        var truth = new PeerAddress(OurHost, 49737);
        var sampler = Sampled([.. Enumerable.Repeat(truth, 13)]);

        for (var i = 0; i < 3; i++) sampler.Add(new PeerAddress(OtherHost, 666));

        Assert.Equal((OurHost, (ushort)49737), (sampler.Host, sampler.Port));
    }

    [Fact]
    public void A_new_address_wins_once_it_is_said_often_enough()
    {
        var sampler = Sampled([.. Enumerable.Repeat(new PeerAddress(OurHost, 49737), 16)]);
        var moved = new PeerAddress(OtherHost, 49737);

        for (var i = 0; i < 12; i++) sampler.Add(moved);
        Assert.NotEqual(OtherHost, sampler.Host);
        sampler.Add(moved);

        Assert.Equal((OtherHost, (ushort)49737), (sampler.Host, sampler.Port));
        Assert.Equal(16, sampler.Size);
    }

    private static NatSampler Sampled(params PeerAddress[] samples)
    {
        var sampler = new NatSampler();
        foreach (var sample in samples) sampler.Add(sample);
        return sampler;
    }
}
