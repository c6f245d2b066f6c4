using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.Tests.DhtRpc;

public sealed class QueryReplyTests
{
    private static readonly QueryPlan Plan = QueryDriver.FindNode with { Concurrency = 100 };

    [Fact]
    public void Successful_replies_are_results_in_the_order_of_arrival()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [1, 2, 3]);
        driver.Visits();

        foreach (var number in new[] { 2, 3, 1 }) driver.Reply(number);

        Assert.Equal([2, 3, 1], driver.Results());
        Assert.Equal([1, 2, 3], driver.ClosestNumbers());
    }

    [Fact]
    public void A_reply_with_an_error_code_is_no_result_but_leads_on()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [5]);
        driver.Visits();

        driver.Reply(5, QueryDriver.ReplyOf(5, closer: [1]) with { Error = ErrorCodes.UnknownCommand });

        Assert.Equal([1], driver.Visits());
        Assert.Empty(driver.Results());
        Assert.Empty(driver.ClosestNumbers());
        Assert.Equal((0, 1), (driver.Query.Stats.Successes, driver.Query.Stats.Errors));
    }

    [Fact]
    public void A_reply_without_an_id_is_a_result_and_leads_on_but_is_not_among_the_closest()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [5]);
        driver.Visits();

        driver.Reply(5, QueryDriver.ReplyOf(5, closer: [1]) with { FromId = null });

        Assert.Equal([1], driver.Visits());
        Assert.Equal([5], driver.Results());
        Assert.Empty(driver.ClosestNumbers());
    }

    [Fact]
    public void Sixteen_unread_results_pause_the_walk()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, Enumerable.Range(101, 16));
        foreach (var number in driver.Visits()) driver.Reply(number, closer: [1]);
        Assert.Equal([1], driver.Visits());

        driver.Reply(1, closer: [2]);
        Assert.Equal(17, driver.Results().Length);
        Assert.Empty(driver.Visits());
        driver.Query.HandleDemand(1);
        Assert.Empty(driver.Visits());
        driver.Query.HandleDemand(1);

        Assert.Equal([2], driver.Visits());
    }

    [Fact]
    public void A_walk_that_is_over_ends_when_its_results_are_read()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, Enumerable.Range(101, 16));
        driver.ReplyToAll();
        Assert.False(driver.Query.IsFinished);

        driver.Query.HandleDemand(16);

        Assert.True(driver.Query.IsFinished);
    }

    [Fact]
    public void A_reply_to_nothing_that_was_asked_is_ignored()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [1, 2]);
        driver.Visits();
        driver.Reply(1);

        driver.Reply(1, closer: [3]);
        foreach (var visit in new[] { -1, 2, int.MaxValue })
        {
            driver.Query.HandleReply(visit, QueryDriver.ReplyOf(9));
            driver.Query.HandleSlow(visit);
            driver.Query.HandleFailure(visit, timedOut: true);
        }

        Assert.Equal([1], driver.Results());
        Assert.Empty(driver.Visits());
        Assert.Equal((1, 0), (driver.Query.Stats.Successes, driver.Query.Stats.Errors));
    }

    [Fact]
    public void Whoever_told_of_a_node_that_is_down_hears_of_it()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [5, 6, 7]);
        driver.Visits();
        driver.Reply(5, closer: [1, 1]);
        driver.Reply(6, closer: [1]);
        driver.Visits();

        driver.TimeOut(1);
        Assert.Equal([(5, 1), (6, 1)], driver.DownHints().Order());
        driver.Reply(7, closer: [1]);

        Assert.Equal([(7, 1)], driver.DownHints());
        Assert.Equal(3, driver.Query.Stats.DownHints);
    }

    [Fact]
    public void A_request_that_we_gave_up_says_nothing_about_the_node()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [5]);
        driver.Visits();
        driver.Reply(5, closer: [1]);
        driver.Visits();

        driver.Fail(1);

        Assert.Empty(driver.DownHints());
        Assert.Equal(1, driver.Query.Stats.Errors);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_query_sends_no_more_down_hints_than_it_may(int maxDownHints)
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [5, 6, 7], QueryLimits.Default with { MaxDownHints = maxDownHints });
        driver.Visits();
        foreach (var number in new[] { 5, 6, 7 }) driver.Reply(number, closer: [1, 2]);
        driver.Visits();

        driver.TimeOut(1);
        driver.TimeOut(2);

        Assert.Equal(maxDownHints, driver.DownHints().Length);
        Assert.Equal(6 - maxDownHints, driver.Query.Stats.HintsRefused);
    }

    [Fact]
    public void Of_many_who_told_of_a_node_only_so_many_are_remembered()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, Enumerable.Range(101, 15), QueryLimits.Default with { MaxReferrers = 4 });
        foreach (var number in driver.Visits()) driver.Reply(number, closer: [1]);
        driver.Visits();

        driver.TimeOut(1);

        Assert.Equal(4, driver.DownHints().Length);
    }
}
