using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>
/// A query in the hands of a test, which plays the network. Nodes are numbers: node 5 has the id 0…05 and the address
/// 10.0.0.0:5, and the target is id 0, so that the smaller number is the closer node.
/// </summary>
internal sealed class QueryDriver
{
    private readonly Dictionary<int, int> _visitOf = [];

    public QueryDriver(QueryPlan plan, QueryLimits? limits = null, int ownNumber = 1_000_000) =>
        Query = new Query(plan, NodeAt(ownNumber).Id, IdOf, limits);

    public static QueryPlan FindNode { get; } = new(Target: default, Commands.FindNode) { IsInternal = true };

    public Query Query { get; }

    /// <summary>A query that knows these nodes from its table, and no bootstrap nodes.</summary>
    public static QueryDriver KnowingFromTable(QueryPlan plan, IEnumerable<int> numbers, QueryLimits? limits = null, int ownNumber = 1_000_000)
    {
        var driver = new QueryDriver(plan, limits, ownNumber);
        driver.Query.HandleTableNodes(Nodes(numbers));
        driver.Query.HandleBootstrapNodes([]);
        return driver;
    }

    public static Node NodeAt(int number) => new(IdOf(AddressOf(number)), AddressOf(number));

    public static Node[] Nodes(IEnumerable<int> numbers) => [.. numbers.Select(NodeAt)];

    public static PeerAddress AddressOf(int number) => new(0x0a000000 + (uint)(number >> 16), (ushort)number);

    /// <summary>The nodes that the query asks now.</summary>
    public int[] Visits()
    {
        var numbers = new List<int>();
        while (Query.TryTakeVisit(out var visit))
        {
            var number = NumberOf(visit.To);
            _visitOf.Add(number, visit.Number);
            numbers.Add(number);
        }

        return [.. numbers];
    }

    public void Reply(int number, params int[] closer) => Reply(number, ReplyOf(number, closer));

    public void Reply(int number, Reply reply) => Query.HandleReply(_visitOf[number], reply);

    public void TurnSlow(int number) => Query.HandleSlow(_visitOf[number]);

    public void TimeOut(int number) => Query.HandleFailure(_visitOf[number], timedOut: true);

    public void Fail(int number) => Query.HandleFailure(_visitOf[number], timedOut: false);

    /// <summary>Answers everything that is asked, and everything asked then, with nothing to add.</summary>
    public void ReplyToAll()
    {
        for (var visits = Visits(); visits.Length > 0; visits = Visits())
            foreach (var number in visits)
                Reply(number);
    }

    public int[] Results()
    {
        var numbers = new List<int>();
        while (Query.TryTakeResult(out var reply)) numbers.Add(NumberOf(reply.From));
        return [.. numbers];
    }

    /// <summary>Who is told that whom is down.</summary>
    public (int To, int Down)[] DownHints()
    {
        var hints = new List<(int To, int Down)>();
        while (Query.TryTakeDownHint(out var hint)) hints.Add((NumberOf(hint.To), NumberOf(hint.Down)));
        return [.. hints];
    }

    public CommitRequest[] Commits()
    {
        var commits = new List<CommitRequest>();
        while (Query.TryTakeCommit(out var commit)) commits.Add(commit);
        return [.. commits];
    }

    public static Node[] ClosestNodes(Query query) => [.. query.ClosestReplies.ToArray().Select(reply => reply.FromNode!.Value)];

    public int[] ClosestNumbers() => [.. ClosestNodes(Query).Select(NumberOf)];

    public static Reply ReplyOf(int number, params int[] closer) =>
        QueryReplies.Of(NodeAt(number), [.. closer.Select(AddressOf)]);

    private static NodeId IdOf(PeerAddress address) => new(0, 0, 0, address.Host << 16 | address.Port);

    private static int NumberOf(Node node) => NumberOf(node.Address);

    private static int NumberOf(PeerAddress address) => (int)(address.Host - 0x0a000000 << 16 | address.Port);
}
