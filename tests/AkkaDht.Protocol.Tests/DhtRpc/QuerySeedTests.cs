using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.Tests.DhtRpc;

public sealed class QuerySeedTests
{
    private static readonly QueryPlan Plan = QueryDriver.FindNode with { Concurrency = 100 };

    [Fact]
    public void A_query_without_seeds_asks_the_table_for_twenty_nodes()
    {
        var driver = new QueryDriver(Plan);

        Assert.Equal(new SeedRequest(SeedSource.Table, 20), SeedRequestOf(driver));
        Assert.Null(SeedRequestOf(driver));
        Assert.Empty(driver.Visits());
    }

    [Fact]
    public void A_full_table_spares_the_bootstrap_nodes()
    {
        var driver = new QueryDriver(Plan);
        SeedRequestOf(driver);

        driver.Query.HandleTableNodes(QueryDriver.Nodes(Enumerable.Range(1, 20)));

        Assert.Null(SeedRequestOf(driver));
        Assert.Equal(20, driver.Visits().Length);
    }

    [Fact]
    public void A_short_table_is_filled_up_with_bootstrap_nodes_which_are_visited_first()
    {
        var driver = new QueryDriver(Plan);
        SeedRequestOf(driver);

        driver.Query.HandleTableNodes(QueryDriver.Nodes([1, 2]));
        Assert.Equal(new SeedRequest(SeedSource.Bootstrap, 18), SeedRequestOf(driver));
        Assert.Empty(driver.Visits());
        driver.Query.HandleBootstrapNodes(QueryDriver.Nodes([8, 9]));

        Assert.Equal([9, 8, 2, 1], driver.Visits());
    }

    [Fact]
    public void Given_seeds_are_visited_in_their_order_after_what_the_table_adds()
    {
        var driver = new QueryDriver(Plan with { Seeds = QueryDriver.Nodes([30, 10, 20]) });
        Assert.Equal(new SeedRequest(SeedSource.Table, 17), SeedRequestOf(driver));

        driver.Query.HandleTableNodes(QueryDriver.Nodes([1, 20]));
        driver.Query.HandleBootstrapNodes([]);

        Assert.Equal([1, 30, 10, 20], driver.Visits());
    }

    [Fact]
    public void Twenty_seeds_need_neither_table_nor_bootstrap_nodes()
    {
        var driver = new QueryDriver(Plan with { Seeds = QueryDriver.Nodes(Enumerable.Range(1, 20)) });

        Assert.Null(SeedRequestOf(driver));
        Assert.Equal(Enumerable.Range(1, 20), driver.Visits());
    }

    [Fact]
    public void Seeds_of_a_source_that_was_not_asked_are_ignored()
    {
        var driver = new QueryDriver(Plan);
        SeedRequestOf(driver);

        driver.Query.HandleBootstrapNodes(QueryDriver.Nodes([1]));
        Assert.Empty(driver.Visits());
        driver.Query.HandleTableNodes(QueryDriver.Nodes(Enumerable.Range(1, 20)));
        driver.Query.HandleTableNodes(QueryDriver.Nodes([99]));

        Assert.Equal(20, driver.Visits().Length);
    }

    [Fact]
    public void A_query_that_knows_nobody_ends_at_once()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, []);

        Assert.Equal(QueryOutcome.Completed, driver.Query.Outcome);
        Assert.Empty(driver.ClosestNumbers());
    }

    [Fact]
    public void Seeds_that_are_mostly_down_send_the_query_back_to_the_table()
    {
        var driver = new QueryDriver(Plan with { Seeds = QueryDriver.Nodes(Enumerable.Range(101, 20)) });
        foreach (var number in driver.Visits())
        {
            if (number <= 104) driver.Reply(number);
            else driver.TimeOut(number);
        }

        Assert.False(driver.Query.IsFinished);
        Assert.Equal(new SeedRequest(SeedSource.Table, 20), SeedRequestOf(driver));
        driver.Query.HandleTableNodes(QueryDriver.Nodes([1, 2]));
        driver.ReplyToAll();

        Assert.Null(SeedRequestOf(driver));
        Assert.Equal([1, 2, 101, 102, 103, 104], driver.ClosestNumbers());
        Assert.Equal(QueryOutcome.Completed, driver.Query.Outcome);
    }

    [Fact]
    public void Five_replies_of_twenty_seeds_are_answer_enough()
    {
        var driver = new QueryDriver(Plan with { Seeds = QueryDriver.Nodes(Enumerable.Range(101, 20)) });
        foreach (var number in driver.Visits())
        {
            if (number <= 105) driver.Reply(number);
            else driver.TimeOut(number);
        }

        Assert.True(driver.Query.IsFinished);
    }

    [Fact]
    public void A_query_of_only_its_seeds_visits_nobody_else()
    {
        var driver = new QueryDriver(Plan with { Seeds = QueryDriver.Nodes([5, 6]), OnlySeeds = true });

        Assert.Null(SeedRequestOf(driver));
        Assert.Equal([5, 6], driver.Visits());
        driver.Reply(5, closer: [1, 2]);
        driver.TimeOut(6);

        Assert.Empty(driver.Visits());
        Assert.Equal(QueryOutcome.Completed, driver.Query.Outcome);
        Assert.Equal([5], driver.ClosestNumbers());
    }

    private static SeedRequest? SeedRequestOf(QueryDriver driver) =>
        driver.Query.TryTakeSeedRequest(out var request) ? request : null;
}
