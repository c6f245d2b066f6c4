using System.Runtime.InteropServices;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// The addresses that one query has heard of, numbered in the order heard, with what became of each and who told of it.
/// Holds at most <paramref name="maxCandidates"/>, each with at most <paramref name="maxReferrers"/> referrers.
/// </summary>
internal sealed class CandidateTable(int maxCandidates, int maxReferrers)
{
    private const int None = -1;

    // A lookup among a thousand nodes hears of about seventy.
    private const int InitialRoom = 80;

    private readonly Dictionary<PeerAddress, int> _numbers = new(InitialRoom);
    private readonly List<Candidate> _candidates = new(InitialRoom);
    private readonly List<Link> _links = [];

    public int Count => _candidates.Count;

    public bool IsFull => Count >= maxCandidates;

    public bool TryFind(PeerAddress address, out int number) => _numbers.TryGetValue(address, out number);

    public bool Contains(int number) => (uint)number < (uint)Count;

    public Node NodeOf(int number) => At(number).Node;

    public ref CandidateState StateOf(int number) => ref At(number).State;

    public int Add(Node node)
    {
        _numbers.Add(node.Address, Count);
        _candidates.Add(new Candidate { Node = node, NewestLink = None });
        return Count - 1;
    }

    public void AddReferrer(int number, int referrer)
    {
        ref var candidate = ref At(number);
        var isRepeated = candidate.NewestLink != None && _links[candidate.NewestLink].Referrer == referrer;
        if (isRepeated || candidate.Referrers == maxReferrers) return;

        candidate.Referrers++;
        _links.Add(new Link(referrer, candidate.NewestLink));
        candidate.NewestLink = _links.Count - 1;
    }

    public IEnumerable<Node> ReferrersOf(int number)
    {
        for (var link = At(number).NewestLink; link != None; link = _links[link].Older)
            yield return NodeOf(_links[link].Referrer);
    }

    private ref Candidate At(int number) => ref CollectionsMarshal.AsSpan(_candidates)[number];

    private struct Candidate
    {
        public Node Node;
        public CandidateState State;
        public int Referrers;
        public int NewestLink;
    }

    // One node that told of a candidate; the links of a candidate form a chain, newest first.
    private readonly record struct Link(int Referrer, int Older);
}

/// <summary>What became of an address that a query heard of.</summary>
internal enum CandidateState : byte
{
    /// <summary>Waiting for its visit, or passed over because closer ones answered first.</summary>
    Pending,

    /// <summary>Asked.</summary>
    InFlight,

    /// <summary>Asked, and its first transmission timed out.</summary>
    Slow,

    /// <summary>Replied, with an error code or without.</summary>
    Answered,

    /// <summary>Every transmission timed out.</summary>
    Down,

    /// <summary>Could not be asked to the end, which says nothing about the node.</summary>
    Failed,
}
