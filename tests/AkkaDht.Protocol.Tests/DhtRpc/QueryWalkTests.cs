using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.Tests.DhtRpc;

public sealed class QueryWalkTests
{
    private static readonly QueryPlan Plan = QueryDriver.FindNode;

    [Fact]
    public void Ten_requests_run_at_once()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, Enumerable.Range(101, 20));
        var first = driver.Visits();
        Assert.Equal(10, first.Length);

        driver.Reply(first[0]);
        Assert.Single(driver.Visits());
        driver.TimeOut(first[1]);

        Assert.Single(driver.Visits());
    }

    [Fact]
    public void Beside_a_slow_request_another_may_run()
    {
        var driver = QueryDriver.KnowingFromTable(Plan with { Concurrency = 2 }, [1, 2, 3, 4]);
        var visits = driver.Visits();

        driver.TurnSlow(visits[0]);
        Assert.Single(driver.Visits());
        driver.TurnSlow(visits[0]);
        Assert.Empty(driver.Visits());
        driver.Reply(visits[0]);

        // Its reply frees no place: it had given it away already.
        Assert.Empty(driver.Visits());
    }

    [Fact]
    public void A_background_query_gives_way_to_other_traffic()
    {
        var driver = QueryDriver.KnowingFromTable(Plan with { Concurrency = 2 }, Enumerable.Range(101, 20));
        var visits = driver.Visits();
        Assert.Equal(2, visits.Length);

        driver.Query.SetConcurrency(10);
        Assert.Equal(8, driver.Visits().Length);
        driver.Query.SetConcurrency(2);
        driver.Reply(visits[0]);

        Assert.Empty(driver.Visits());
    }

    [Fact]
    public void Given_all_its_seeds_a_query_waits_for_the_first_answers_before_it_goes_broad()
    {
        var driver = new QueryDriver(Plan with { Seeds = QueryDriver.Nodes(Enumerable.Range(101, 30)) });
        var first = driver.Visits();
        Assert.Equal(10, first.Length);

        foreach (var number in first[..7])
        {
            driver.Reply(number);
            Assert.Empty(driver.Visits());
        }

        driver.Reply(first[7]);
        Assert.Single(driver.Visits());
        driver.Reply(first[8]);
        Assert.Single(driver.Visits());

        driver.Reply(first[9]);
        Assert.Equal(8, driver.Visits().Length);
    }

    [Fact]
    public void What_was_discovered_goes_before_older_seeds_the_nearest_first()
    {
        var driver = QueryDriver.KnowingFromTable(Plan with { Concurrency = 1 }, [50, 60]);
        Assert.Equal([60], driver.Visits());

        driver.Reply(60, closer: [9, 3, 70]);
        var order = new List<int>();
        for (var visits = driver.Visits(); visits.Length > 0; visits = driver.Visits())
        {
            order.AddRange(visits);
            driver.Reply(visits[0]);
        }

        Assert.Equal([3, 9, 70, 50], order);
    }

    [Fact]
    public void A_node_is_visited_once_however_often_it_is_told_of()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [50, 60]);
        driver.Visits();

        driver.Reply(50, closer: [1, 1, 60, 50]);
        Assert.Equal([1], driver.Visits());
        driver.Reply(60, closer: [1, 50]);
        driver.Reply(1, closer: [1, 50, 60]);

        Assert.Empty(driver.Visits());
        Assert.True(driver.Query.IsFinished);
    }

    [Fact]
    public void Nodes_beyond_a_full_answer_are_passed_over()
    {
        var driver = QueryDriver.KnowingFromTable(Plan with { Concurrency = 100 }, [500]);
        driver.Visits();
        driver.Reply(500, closer: [.. Enumerable.Range(1, 20)]);
        foreach (var number in driver.Visits()) driver.Reply(number, closer: [400]);

        Assert.Equal([400], driver.Visits());
        driver.Query.HandleDemand(100);
        driver.Reply(400, closer: [300]);

        Assert.Empty(driver.Visits());
        Assert.Equal(Enumerable.Range(1, 20), driver.ClosestNumbers());
    }

    [Fact]
    public void A_list_is_read_beyond_its_first_farther_node_and_up_to_twenty()
    {
        var driver = QueryDriver.KnowingFromTable(Plan with { Concurrency = 100 }, Enumerable.Range(101, 20));
        driver.Visits();
        foreach (var number in Enumerable.Range(101, 19)) driver.Reply(number);
        driver.Query.HandleDemand(100);
        driver.Reply(120, closer: [999, .. Enumerable.Range(1, 20)]);

        Assert.Equal(Enumerable.Range(1, 19), driver.Visits());
    }

    [Fact]
    public void Oneself_and_filtered_nodes_are_not_visited()
    {
        var plan = Plan with { Filter = node => node != QueryDriver.NodeAt(13) };
        var driver = QueryDriver.KnowingFromTable(plan, [50], ownNumber: 7);
        driver.Visits();

        driver.Reply(50, closer: [7, 13, 14]);

        Assert.Equal([14], driver.Visits());
    }

    [Theory]
    [InlineData("10.0.0.1:0")]
    [InlineData("0.0.0.0:49737")]
    [InlineData("224.0.0.1:49737")]
    [InlineData("255.255.255.255:49737")]
    public void An_address_that_no_node_can_have_is_not_visited(string address)
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [50]);
        driver.Visits();

        driver.Reply(50, QueryReplies.Of(QueryDriver.NodeAt(50), PeerAddress.Parse(address)));

        Assert.Empty(driver.Visits());
        Assert.True(driver.Query.IsFinished);
    }

    [Fact]
    public void A_query_waits_for_every_request_until_its_answer_is_full()
    {
        var driver = QueryDriver.KnowingFromTable(Plan with { Concurrency = 100 }, [50, 60]);
        driver.Visits();
        driver.Reply(50);
        driver.TurnSlow(60);
        Assert.False(driver.Query.IsFinished);

        driver.TimeOut(60);

        Assert.Equal(QueryOutcome.Completed, driver.Query.Outcome);
        Assert.Equal(new QueryStats(Visits: 2, Successes: 1, Errors: 1, Candidates: 2, Refused: 0, DownHints: 0, HintsRefused: 0), driver.Query.Stats);
    }

    [Fact]
    public void A_full_answer_does_not_wait_for_slow_requests()
    {
        var driver = QueryDriver.KnowingFromTable(Plan with { Concurrency = 100 }, [500]);
        driver.Visits();
        driver.Reply(500, closer: [.. Enumerable.Range(1, 20)]);
        var visits = driver.Visits();
        driver.Reply(visits[0], closer: [21]);
        driver.Visits();
        foreach (var number in visits[1..]) driver.Reply(number);
        driver.Query.HandleDemand(100);
        Assert.False(driver.Query.IsFinished);

        driver.TurnSlow(21);

        Assert.True(driver.Query.IsFinished);
    }

    [Fact]
    public void A_query_that_may_ask_nobody_is_a_mistake_of_ours()
    {
        Assert.Throws<InvariantException>(() => new QueryDriver(Plan with { Concurrency = 0 }));
        Assert.Throws<InvariantException>(() => new QueryDriver(Plan).Query.SetConcurrency(0));
    }

    [Fact]
    public void A_stopped_query_wants_nothing_any_more()
    {
        var driver = QueryDriver.KnowingFromTable(Plan with { Commit = CommitMode.Automatic }, [1, 2]);
        driver.Query.Stop();

        Assert.Equal(QueryOutcome.Stopped, driver.Query.Outcome);
        Assert.Empty(driver.Visits());
        Assert.Empty(driver.Commits());
    }

    [Fact]
    public void A_query_stopped_before_it_began_asks_for_no_seeds()
    {
        var driver = new QueryDriver(Plan);
        driver.Query.Stop();

        Assert.False(driver.Query.TryTakeSeedRequest(out _));
        driver.Query.HandleTableNodes(QueryDriver.Nodes([1]));
        Assert.Empty(driver.Visits());
    }
}
