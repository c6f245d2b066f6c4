using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <content>Whom to ask next, and when there is nobody left to ask.</content>
public sealed partial class Query
{
    private const int NoReferrer = -1;

    // A query that was given all its seeds asks only this many of them before the first answers.
    private const int CautiousConcurrency = 3;

    // A closerNodes list is at most one full answer long (02-dht-rpc.md A3); a longer one is not read to its end.
    private const int MaxCloserNodes = 20;

    // Seeds wait in the order given; what was discovered on the way goes before them, the nearest first. The reference
    // takes whatever was discovered last: among a thousand nodes that is 81 visits to an answer instead of 42.
    private readonly Stack<int> _seeds = [];
    private readonly PriorityQueue<int, NodeId> _discovered = new();
    private readonly Queue<int> _ready = [];

    private int _concurrency;
    private int _inFlight;
    private int _slow;
    private bool _isCautious;
    private bool _usedTable;
    private bool _isRetry;
    private SeedSource? _awaiting;

    /// <summary>Hands out the next node to ask.</summary>
    public bool TryTakeVisit(out Visit visit)
    {
        var isReady = _ready.TryDequeue(out var number);
        visit = isReady ? new Visit(number, _candidates.NodeOf(number)) : default;
        return isReady;
    }

    private int Missing => QueryPlan.ClosestCount - _seeds.Count;

    private void Begin()
    {
        // The last one pushed is the first one visited.
        for (var i = _plan.Seeds.Count - 1; i >= 0; i--) Consider(_plan.Seeds[i], NoReferrer);

        _usedTable = Missing > 0;
        if (_usedTable && !_plan.OnlySeeds) AskForSeeds(SeedSource.Table);
        else StartWalking();
    }

    private void AskForSeeds(SeedSource source)
    {
        _phase = Phase.Seeding;
        _awaiting = source;
        _seedRequest = new SeedRequest(source, Missing);
    }

    private bool TryEndSeeding(SeedSource source)
    {
        if (_phase != Phase.Seeding || _awaiting != source) return false;

        _awaiting = null;
        return true;
    }

    private void StartWalking()
    {
        _phase = Phase.Walking;
        Advance();
    }

    private void Advance()
    {
        if (_phase != Phase.Walking || _unread >= _limits.MaxUnreadResults) return;

        // Given seeds are most likely the closest nodes already, so they get a chance to say so before the walk goes broad.
        var landed = _successes + _errors;
        if (landed >= _concurrency) _isCautious = false;
        VisitPending();
        if (landed == 0 && !_usedTable) _isCautious = true;

        if (_seeds.Count > 0 || _discovered.Count > 0 || !IsFullyAnswered) return;

        if (NeedsTable) RetryFromTable();
        else EndWalk();
    }

    private void VisitPending()
    {
        var concurrency = (_isCautious ? CautiousConcurrency : _concurrency) + _slow;
        while (_inFlight < concurrency && TryPopPending(out var number))
        {
            if (_closest.IsCloser(_candidates.NodeOf(number).Id)) BeginVisit(number);
        }
    }

    private bool TryPopPending(out int number) => _discovered.TryDequeue(out number, out _) || _seeds.TryPop(out number);

    private void BeginVisit(int number)
    {
        _candidates.StateOf(number) = CandidateState.InFlight;
        _inFlight++;
        _visits++;
        _ready.Enqueue(number);
    }

    // Slow requests are not waited for once the answer is full.
    private bool IsFullyAnswered => _inFlight == 0 || (_inFlight == _slow && _closest.IsFull);

    private bool NeedsTable => !_usedTable && !_plan.OnlySeeds && _successes < QueryPlan.ClosestCount / 4;

    private void RetryFromTable()
    {
        _usedTable = true;
        _isRetry = true;
        _isCautious = false;
        AskForSeeds(SeedSource.Table);
    }

    private bool TryLand(int visit, CandidateState landed)
    {
        if (!_candidates.Contains(visit)) return false;

        ref var state = ref _candidates.StateOf(visit);
        if (state is not (CandidateState.InFlight or CandidateState.Slow)) return false;

        if (state == CandidateState.Slow) _slow--;
        _inFlight--;
        state = landed;
        return true;
    }

    // The reference stops at the first address that is no closer. A list is not sorted by distance, so closer ones follow.
    private void Learn(int visit, IReadOnlyList<PeerAddress> closerNodes)
    {
        if (_plan.OnlySeeds) return;

        var count = Math.Min(closerNodes.Count, MaxCloserNodes);
        for (var i = 0; i < count; i++) Learn(visit, closerNodes[i]);
    }

    private void Learn(int visit, PeerAddress address)
    {
        if (_candidates.TryFind(address, out var known))
        {
            Refer(known, visit);
            return;
        }

        if (!CanBeAsked(address)) return;

        var node = new Node(_idOf(address), address);
        if (node.Id != _ownId && _plan.Filter?.Invoke(node) != false) Consider(node, visit);
    }

    // Port 0, 0.0.0.0 and everything from multicast upwards belong to no node; a stranger named them to steer our datagrams.
    private static bool CanBeAsked(PeerAddress address) => address.Port != 0 && address.Host is not 0 and < 0xe0000000;

    private void Consider(Node node, int referrer)
    {
        if (_candidates.TryFind(node.Address, out _) || !_closest.IsCloser(node.Id)) return;

        if (_candidates.IsFull)
        {
            _refused++;
            return;
        }

        var number = _candidates.Add(node);
        if (referrer == NoReferrer)
        {
            _seeds.Push(number);
            return;
        }

        _candidates.AddReferrer(number, referrer);
        _discovered.Enqueue(number, _plan.Target.DistanceTo(node.Id));
    }

    private void Refer(int known, int referrer)
    {
        switch (_candidates.StateOf(known))
        {
            case CandidateState.Answered:
                break;
            case CandidateState.Down:
                TellOf(known, _candidates.NodeOf(referrer));
                break;
            default:
                _candidates.AddReferrer(known, referrer);
                break;
        }
    }

    private void TellReferrers(int down)
    {
        foreach (var referrer in _candidates.ReferrersOf(down)) TellOf(down, referrer);
    }

    private void TellOf(int down, Node referrer)
    {
        if (_hinted >= _limits.MaxDownHints)
        {
            _hintsRefused++;
            return;
        }

        _hinted++;
        _downHints.Enqueue(new DownHint(referrer, _candidates.NodeOf(down).Address));
    }
}
