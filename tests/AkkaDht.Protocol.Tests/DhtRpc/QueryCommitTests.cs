using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.Tests.DhtRpc;

public sealed class QueryCommitTests
{
    private static readonly QueryPlan Plan = QueryDriver.FindNode with { Concurrency = 100, Commit = CommitMode.Automatic };

    [Fact]
    public void The_walk_ends_with_a_commit_at_each_of_the_closest()
    {
        var driver = Walked(Plan, [3, 1, 2]);

        Assert.False(driver.Query.IsFinished);
        Assert.Equal([1, 2, 3], driver.Commits().Select(commit => (int)commit.Reply.From.Port));
    }

    [Fact]
    public void One_commit_that_succeeds_is_enough()
    {
        var driver = Walked(Plan, [1, 2, 3]);
        var commits = driver.Commits();

        driver.Query.HandleCommitSettled(commits[0].Number, failure: null);
        driver.Query.HandleCommitSettled(commits[1].Number, new TimeoutException());
        Assert.False(driver.Query.IsFinished);
        driver.Query.HandleCommitSettled(commits[2].Number, new TimeoutException());

        Assert.Equal(QueryOutcome.Completed, driver.Query.Outcome);
    }

    [Fact]
    public void When_every_commit_fails_the_last_failure_is_the_querys()
    {
        var driver = Walked(Plan, [1, 2]);
        var last = new TimeoutException("the last one");

        foreach (var commit in driver.Commits().Reverse())
            driver.Query.HandleCommitSettled(commit.Number, commit.Number == 0 ? last : new TimeoutException());

        Assert.Equal(QueryOutcome.CommitFailed, driver.Query.Outcome);
        Assert.Same(last, driver.Query.LastCommitError);
    }

    [Fact]
    public void A_commit_is_settled_once()
    {
        var driver = Walked(Plan, [1, 2]);
        var commits = driver.Commits();

        for (var i = 0; i < 5; i++) driver.Query.HandleCommitSettled(commits[0].Number, failure: null);
        foreach (var unknown in new[] { -1, 2, 31, 32, int.MaxValue }) driver.Query.HandleCommitSettled(unknown, failure: null);

        Assert.False(driver.Query.IsFinished);
    }

    [Fact]
    public void With_nobody_to_commit_to_there_were_too_few_nodes()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [1]);
        driver.Visits();

        driver.TimeOut(1);

        Assert.Equal(QueryOutcome.TooFewNodes, driver.Query.Outcome);
    }

    [Fact]
    public void An_automatic_commit_without_a_token_fails_by_itself()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [1, 2]);
        driver.Visits();
        driver.Reply(1, QueryDriver.ReplyOf(1) with { Token = null });
        driver.Reply(2);

        var commit = Assert.Single(driver.Commits());
        Assert.Equal(QueryDriver.NodeAt(2), commit.Reply.FromNode);
        driver.Query.HandleCommitSettled(commit.Number, failure: null);

        Assert.Equal(QueryOutcome.Completed, driver.Query.Outcome);
    }

    [Fact]
    public void Without_any_token_an_automatic_commit_fails_at_once()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [1]);
        driver.Visits();

        driver.Reply(1, QueryDriver.ReplyOf(1) with { Token = null });

        Assert.Equal(QueryOutcome.CommitFailed, driver.Query.Outcome);
        Assert.IsType<NoTokenException>(driver.Query.LastCommitError);
    }

    [Fact]
    public void A_commit_of_the_callers_own_may_do_without_a_token()
    {
        var driver = QueryDriver.KnowingFromTable(Plan with { Commit = CommitMode.Custom }, [1]);
        driver.Visits();

        driver.Reply(1, QueryDriver.ReplyOf(1) with { Token = null });

        Assert.Single(driver.Commits());
    }

    [Fact]
    public void While_it_commits_a_query_learns_nothing_more()
    {
        var driver = QueryDriver.KnowingFromTable(Plan, [500]);
        driver.Visits();
        driver.Reply(500, closer: [.. Enumerable.Range(1, 20)]);
        var visits = driver.Visits();
        driver.Reply(visits[0], closer: [21]);
        driver.Visits();
        foreach (var number in visits[1..]) driver.Reply(number);
        driver.Query.HandleDemand(100);
        driver.TurnSlow(21);
        Assert.Equal(20, driver.Commits().Length);

        driver.Reply(21, closer: [0]);

        Assert.Empty(driver.Visits());
        Assert.Equal(Enumerable.Range(1, 20), driver.ClosestNumbers());
    }

    [Fact]
    public void A_stopped_query_commits_nothing()
    {
        var driver = Walked(Plan, [1, 2]);

        driver.Query.Stop();

        Assert.Empty(driver.Commits());
        Assert.Equal(QueryOutcome.Stopped, driver.Query.Outcome);
    }

    private static QueryDriver Walked(QueryPlan plan, int[] numbers)
    {
        var driver = QueryDriver.KnowingFromTable(plan, numbers);
        driver.ReplyToAll();
        return driver;
    }
}
