using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using Xunit.Abstractions;
using static AkkaDht.Protocol.Tests.Fuzz.FuzzSettings;

namespace AkkaDht.Protocol.Tests.Fuzz;

/// <summary>A node under fire: mutated datagrams from strangers and friends, while it makes requests of its own.</summary>
public sealed class EndpointFuzzTests(ITestOutputHelper output)
{
    private readonly SeededRandom _random = new(Seed);

    [Fact]
    public void An_endpoint_survives_whatever_it_is_sent_and_settles_every_request()
    {
        var mutator = new Mutator(FuzzCorpus.Load(), Seed);
        var endpoint = NewEndpoint();
        var (now, started, settled) = (Instant.Zero, 0, 0);
        endpoint.HandleHandler(isPresent: true);
        endpoint.HandleBound(now);

        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            now += TimeSpan.FromMilliseconds(_random.Next(20));
            var datagram = mutator.Next();
            try
            {
                endpoint.HandleDatagram(now, new SocketRole(_random.Next(3)), Somebody(), datagram);
                if (_random.Next(50) == 0) endpoint.HandleStart(now, RequestSpec.Ping(Somebody()), ++started);
                if (_random.Next(20) == 0) endpoint.HandleTimeout(now);
                settled += Drain(endpoint, now);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"SEED={Seed}, iteration {iteration}: {Convert.ToHexStringLower(datagram)}", failure);
            }
        }

        endpoint.HandleDestroy(now);
        settled += Drain(endpoint, now);
        output.WriteLine($"SEED={Seed}, {Iterations} mutated vectors: {endpoint.Stats.Answers}");
        Assert.Equal(started, settled);
        Assert.Equal(0, endpoint.InFlight);
        Assert.True(endpoint.Stats.Answers.Replies > 0 && endpoint.Stats.Datagrams.Malformed > 0);
    }

    // A few hosts that come back, so that tokens, quotas and ids meet again; ports too.
    private PeerAddress Somebody() => new(0x2c000000u + (uint)_random.Next(64), (ushort)(1 + _random.Next(8)));

    private int Drain(RpcEndpoint<int> endpoint, Instant now)
    {
        var settled = 0;
        while (endpoint.TryTakeIncoming(out var request))
        {
            if (_random.Next(2) == 0) endpoint.HandleAnswer(now, request, new Answer { Value = request.Value });
            else endpoint.HandleIgnore(request);
        }

        while (endpoint.TryTakeOutcome(out var outcome)) settled += outcome.Kind == RequestOutcomeKind.Slow ? 0 : 1;
        while (endpoint.TryTakeHeard(out _) || endpoint.TryTakeNatSample(out _) || endpoint.TryTakeDownHint(out _) || endpoint.TryTakeDown(out _)) continue;
        while (endpoint.TryTakeTransmit(out var transmit)) Assert.False(transmit.Datagram.IsEmpty);
        return settled;
    }

    private RpcEndpoint<int> NewEndpoint()
    {
        var crypto = ManagedSuite.Instance;
        var identity = new NodeIdentity(new RoutingTable(NodeId.Random(_random)), IsEphemeral: false, IsFirewalled: false);
        return new RpcEndpoint<int>(
            new EndpointSettings(), new RoundTripTokens(crypto, _random), _random, new NodeIdCache(crypto, maximum: 4096).Get, identity);
    }
}
