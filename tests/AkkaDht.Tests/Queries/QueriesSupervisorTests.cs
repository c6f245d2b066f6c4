using Akka.Actor;
using AkkaDht.Lifecycle;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Queries;
using AkkaDht.Tests.Support;
using static AkkaDht.Queries.QueryMessages;

namespace AkkaDht.Tests.Queries;

/// <summary>The queries of a node together.</summary>
public sealed class QueriesSupervisorTests : PartsTest
{
    private static readonly QueryPlan Plan = new(default, 7);

    [Fact]
    public void A_query_that_starts_says_where_it_is_and_the_lifecycle_hears_of_it()
    {
        var queries = StartQueries();

        queries.Tell(new Start(Plan), TestActor);

        Assert.Equal("q-1", ExpectMsg<Started>().Query.Path.Name);
        Lifecycle.ExpectMsg<LifecycleMessages.QueryStarted>();
        Assert.Equal(new QueryCounts(1, 1, 0), Parts.QueryCounters.Snapshot);
    }

    [Fact]
    public void At_the_bound_a_further_query_is_refused_until_one_has_ended()
    {
        Settings = Settings with { Queries = new() { MaxQueries = 1 } };
        var queries = StartQueries();
        queries.Tell(new Start(Plan), TestActor);
        var first = ExpectMsg<Started>().Query;

        queries.Tell(new Start(Plan), TestActor);
        var refused = ExpectMsg<Finished>();
        first.Tell(Stop.Instance);
        ExpectMsg<Finished>();

        Assert.Contains("max-queries", refused.Failure!.Message, StringComparison.Ordinal);
        AwaitCondition(() => Parts.QueryCounters.Active == 0);
        queries.Tell(new Start(Plan), TestActor);
        Assert.Equal("q-2", ExpectMsg<Started>().Query.Path.Name);
        Assert.Equal(new QueryCounts(1, 2, 1), Parts.QueryCounters.Snapshot);
    }

    [Fact]
    public void A_query_that_fails_is_over_and_its_consumer_is_told()
    {
        var queries = StartQueries();
        queries.Tell(new Start(Plan), TestActor);
        var query = ExpectMsg<Started>().Query;
        Watch(query);

        query.Tell(Kill.Instance);

        Assert.IsType<DhtException>(ExpectMsg<Finished>().Failure);
        ExpectTerminated(query);
        AwaitCondition(() => Parts.QueryCounters.Active == 0);
    }

    [Fact]
    public void A_consumer_that_dies_takes_its_queries_along()
    {
        var queries = StartQueries();
        var consumer = CreateTestProbe();
        queries.Tell(new Start(Plan), consumer.Ref);
        consumer.ExpectMsg<Started>();

        Sys.Stop(consumer.Ref);

        AwaitCondition(() => Parts.QueryCounters.Active == 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_walk_in_the_background_reports_only_when_that_is_wanted(bool isObserved)
    {
        var queries = StartQueries();
        queries.Tell(new StartBackground(Plan, isObserved), TestActor);
        AwaitCondition(() => Parts.QueryCounters.Active == 1);
        var query = Sys.ActorSelection(queries.Path / "q-1").ResolveOne(TimeSpan.FromSeconds(3)).GetAwaiter().GetResult();

        query.Tell(Stop.Instance);

        AwaitCondition(() => Parts.QueryCounters.Active == 0);
        Assert.Equal(isObserved ? 1 : 0, ReceiveWhile<object>(TimeSpan.FromMilliseconds(20), message => message as Finished).Count);
        Lifecycle.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_supervisor_that_fails_ends_its_queries_and_starts_others()
    {
        Settings = Settings with { Queries = new() { MaxQueries = 1 } };
        var queries = StartQueries();
        queries.Tell(new Start(Plan), TestActor);
        ExpectMsg<Started>();

        queries.Tell(Kill.Instance);

        Assert.IsType<DhtException>(ExpectMsg<Finished>().Failure);
        queries.Tell(new Start(Plan), TestActor);
        ExpectMsg<Started>();
        Assert.Equal(1, Parts.QueryCounters.Active);
    }

    private IActorRef StartQueries()
    {
        var parts = Parts;
        return Start(Props.Create(() => new QueriesSupervisor(parts)), "queries");
    }
}
