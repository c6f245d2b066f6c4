using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>What a query does when the network is out to wear it down.</summary>
public sealed class QueryHostilityTests
{
    [Fact]
    public void Nodes_that_always_know_closer_ones_are_believed_up_to_the_bound()
    {
        // Each address has a nearer id than the one before, which no real attacker can arrange.
        var limits = QueryLimits.Default with { MaxCandidates = 500 };
        var driver = QueryDriver.KnowingFromTable(QueryDriver.FindNode, [1_000_000], limits, ownNumber: 0);
        var next = 999_999;
        for (var visits = driver.Visits(); visits.Length > 0; visits = driver.Visits())
        {
            foreach (var number in visits)
            {
                driver.Reply(number, closer: [.. Enumerable.Range(next - 19, 20)]);
                next -= 20;
            }

            driver.Query.HandleDemand(visits.Length);
        }

        Assert.True(driver.Query.IsFinished);
        Assert.Equal(500, driver.Query.Stats.Candidates);
        Assert.InRange(driver.Query.Stats.Refused, 1, int.MaxValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_replies_come_in_whatever_order_a_query_ends(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++) RunAtRandom(random);
    }

    [Fact]
    public void In_a_network_that_loses_nodes_all_the_while_every_query_ends()
    {
        var network = new QueryNetwork(seed: 9, size: 200);
        var random = new Random(9);
        foreach (var asker in network.Peers)
        {
            foreach (var peer in network.Peers) peer.IsDown = peer != asker && random.Next(4) == 0;
            var run = network.Walk(asker, QueryDriver.FindNode with { Target = network.RandomId(), Commit = CommitMode.Automatic });

            Assert.Equal(QueryOutcome.Completed, run.Query.Outcome);
            Assert.Equal(run.Query.ClosestReplies.Length, run.Commits.Count);
            Assert.Equal(run.Visited.Count, run.Visited.Distinct().Count());
            Assert.All(run.DownHints, hint => Assert.Contains(hint.To, run.Visited));
        }
    }

    // Plays every input at random, nonsense included, and checks what must hold at each step.
    private static void RunAtRandom(Random random)
    {
        var plan = QueryDriver.FindNode with
        {
            Concurrency = random.Next(1, 12),
            Commit = (CommitMode)random.Next(3),
            Seeds = QueryDriver.Nodes(Enumerable.Range(0, random.Next(25)).Select(_ => random.Next(1, 400)).Distinct()),
            OnlySeeds = random.Next(5) == 0,
        };
        var query = new QueryDriver(plan).Query;
        var (running, commits, unread) = (new List<Visit>(), new List<CommitRequest>(), 0);
        var asked = new HashSet<PeerAddress>();

        for (var step = 0; !query.IsFinished; step++)
        {
            Assert.True(step < 100_000, "A query ends.");
            while (query.TryTakeVisit(out var visit))
            {
                Assert.True(asked.Add(visit.To.Address), "A node is asked once.");
                running.Add(visit);
            }

            while (query.TryTakeCommit(out var commit)) commits.Add(commit);
            while (query.TryTakeResult(out _)) unread++;
            Assert.InRange(query.ClosestReplies.Length, 0, QueryPlan.ClosestCount);
            if (query.TryTakeSeedRequest(out var request)) AnswerSeeds(query, request, random);
            else Play(query, random, running, commits, ref unread);
        }

        Assert.NotEqual(QueryOutcome.Running, query.Outcome);
        Assert.False(query.TryTakeVisit(out _));
    }

    private static void AnswerSeeds(Query query, SeedRequest request, Random random)
    {
        Node[] nodes = QueryDriver.Nodes(Enumerable.Range(0, random.Next(request.Count + 1)).Select(_ => random.Next(1, 400)));
        if (request.Source == SeedSource.Table) query.HandleTableNodes(nodes);
        else query.HandleBootstrapNodes(nodes);
    }

    private static void Play(Query query, Random random, List<Visit> running, List<CommitRequest> commits, ref int unread)
    {
        var visit = running.Count > 0 ? running[random.Next(running.Count)] : new Visit(random.Next(-1, 500), QueryDriver.NodeAt(1));
        switch (random.Next(8))
        {
            case 0:
                query.HandleSlow(visit.Number);
                break;
            case 1:
                query.HandleFailure(visit.Number, timedOut: random.Next(2) == 0);
                running.Remove(visit);
                break;
            case 2:
                query.HandleDemand(unread);
                unread = 0;
                break;
            case 3:
                query.SetConcurrency(random.Next(1, 12));
                break;
            case 4 when commits.Count > 0:
                query.HandleCommitSettled(commits[^1].Number, random.Next(2) == 0 ? null : new TimeoutException());
                commits.RemoveAt(commits.Count - 1);
                break;
            default:
                query.HandleReply(visit.Number, RandomReply(random, visit.To));
                running.Remove(visit);
                break;
        }
    }

    private static Reply RandomReply(Random random, Node from) =>
        QueryReplies.Of(from, [.. Enumerable.Range(0, random.Next(30)).Select(_ => QueryDriver.AddressOf(random.Next(0, 400)))]) with
        {
            FromId = random.Next(4) == 0 ? null : from.Id,
            Token = random.Next(4) == 0 ? null : default(RoundTripToken),
            Error = (ulong)Math.Max(0, random.Next(-10, 3)),
        };
}
