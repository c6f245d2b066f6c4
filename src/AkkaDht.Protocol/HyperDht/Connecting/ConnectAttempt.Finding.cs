using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Records;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <content>Which nodes the server is asked by: those known from the start one after another, and those found meanwhile a few at a time (03-hyperdht.md §8.2, §8.3).</content>
public sealed partial class ConnectAttempt
{
    private readonly Queue<PeerAddress> _known = new();
    private readonly Queue<PeerAddress> _found = new();

    // Nodes that the server was asked by, each once; no more than MaxKnownRelays and two walks of MaxFoundRelays.
    private readonly List<PeerAddress> _tried = [];
    private IReadOnlyList<PeerAddress> _seeds = [];
    private int _walksLeft;
    private int _foundInWalk;
    private int _foundInAll;
    private int _foundUnderWay;
    private bool _isKnownUnderWay;
    private bool _isWalking;

    /// <summary>A node answered the walk with the record of a peer; records of others than ours are passed over.</summary>
    public void HandleFound(Instant now, Reply reply, PeerRecord record)
    {
        if (!_isWalking || record.PublicKey != _options.Remote) return;
        if (_seeds.Contains(reply.From)) return;

        if (_foundInWalk >= Settings.MaxFoundRelays)
        {
            Counts.RefusedByBound++;
            return;
        }

        _foundInWalk++;
        _foundInAll++;
        _found.Enqueue(reply.From);
        GoOnFinding(now);
    }

    /// <summary>The walk is over, for whatever reason, unless it was stopped.</summary>
    public void HandleFindEnded(Instant now)
    {
        if (!_isWalking) return;

        _isWalking = false;
        GoOnFinding(now);
    }

    private void BeginFinding(Instant now)
    {
        _seeds = KnownRelays();
        _walksLeft = _seeds.Count > 0 ? 2 : 1;
        foreach (var relay in _seeds) _known.Enqueue(relay);
        Walk();
        GoOnFinding(now);
    }

    // Who announced itself to this very node is reached from here, and nobody knows better.
    private IReadOnlyList<PeerAddress> KnownRelays()
    {
        if (Vantage.OwnRelay is { Port: > 0 } own) return [own];

        var told = _options.RelayAddresses.Count > 0 ? _options.RelayAddresses : Vantage.CachedRelays;
        return [.. told.Where(relay => relay.Port > 0).Distinct().Take(Settings.MaxKnownRelays)];
    }

    private void Walk()
    {
        (_isWalking, _foundInWalk) = (true, 0);
        _walksLeft--;
        Want(new PeerAction.FindPeer(_target, _seeds, Settings.FindRetries));
    }

    private void GoOnFinding(Instant now)
    {
        while (!_isKnownUnderWay && CanAskMore && _known.TryDequeue(out var relay))
        {
            _isKnownUnderWay = true;
            Try(now, QuestionKind.KnownHandshake, relay);
        }

        while (_foundUnderWay < Settings.HandshakesInParallel && CanAskMore && _found.TryDequeue(out var node))
        {
            _foundUnderWay++;
            Try(now, QuestionKind.FoundHandshake, node);
        }

        if (CanAskMore && !_isWalking && _found.Count == 0 && _foundUnderWay == 0) WalkAgainOrFail(now);
    }

    private bool CanAskMore => !IsOver && _answer is null;

    // The second walk does without the nodes that were known, which may lead astray.
    private void WalkAgainOrFail(Instant now)
    {
        if (_isKnownUnderWay && (_foundInAll > 0 || _walksLeft == 0)) return;

        if (_walksLeft > 0)
        {
            _seeds = [];
            Walk();
        }
        else
        {
            Fail(now, _foundInAll > 0 ? ConnectError.PeerConnectionFailed : ConnectError.PeerNotFound);
        }
    }

    private void Try(Instant now, QuestionKind kind, PeerAddress node)
    {
        if (!_tried.Contains(node)) _tried.Add(node);
        ShakeHands(now, kind, node, Vantage.RequestSocket);
    }

    private void StopFinding()
    {
        if (_isWalking) Want(new PeerAction.StopFinding());
        _isWalking = false;
        _known.Clear();
        _found.Clear();
    }
}
