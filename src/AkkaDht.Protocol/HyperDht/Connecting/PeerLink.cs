using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>
/// What the two ends of a connection that comes about have in common, a client's <see cref="ConnectAttempt"/> and a server's
/// <see cref="ServerSession"/>: one stream that wants a path, and the ways to one (a hole punch, a relay, the peer's own first
/// packet). It owns no socket, stream or timer and names them in <see cref="PeerAction"/>s; whatever happens, it is over at its
/// deadline at the latest, or once the stream is closed that a relay carries, and has then given everything back.
/// </summary>
public abstract partial class PeerLink
{
    private readonly Queue<PeerAction> _actions = new();
    private readonly Dictionary<long, Question> _questions = [];
    private readonly RandomPunchGate _gate;
    private ConnectStats _stats;
    private long _lastTag;
    private Instant _deadline = Instant.Never;
    private Instant _stepDeadline = Instant.Never;

    private protected PeerLink(ICryptoSuite crypto, IRandomSource random, ConnectSettings settings, RandomPunchGate gate)
    {
        Crypto = crypto;
        Random = random;
        Settings = settings;
        _gate = gate;
    }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextDeadline => Instant.Min(Instant.Min(_deadline, _stepDeadline), Instant.Min(_relayDeadline, Puncher?.NextDeadline ?? Instant.Never));

    /// <summary>How far it has come.</summary>
    public ConnectStage Stage { get; private protected set; }

    /// <summary>Whether <see cref="PeerAction.Finished"/> has been said; inputs are then taken and mean nothing.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What it has done so far.</summary>
    public ConnectStats Stats => _stats;

    // The counters behind Stats.
    private protected ref ConnectStats Counts => ref _stats;

    private protected ICryptoSuite Crypto { get; }

    private protected IRandomSource Random { get; }

    private protected ConnectSettings Settings { get; }

    // What the node knows of itself; set before anything happens.
    private protected PeerVantage Vantage { get; set; } = new();

    /// <summary>Takes the next thing to do.</summary>
    public bool TryTakeAction([NotNullWhen(true)] out PeerAction? action) => _actions.TryDequeue(out action);

    /// <summary>A request has ended: with what came back, or with null when nothing did or it was cancelled.</summary>
    public void HandleReply(Instant now, long tag, Reply? reply)
    {
        if (!_questions.Remove(tag, out var question)) return;

        if (question.Kind == QuestionKind.NatPing) HandlePong(now, question, reply);
        else Answered(now, question, reply);
    }

    /// <summary>Does what is due at <paramref name="now"/>; too early does no harm.</summary>
    public void HandleTimeout(Instant now)
    {
        if (Puncher is { } puncher && now >= puncher.NextDeadline)
        {
            puncher.HandleTimeout(now);
            DrainPuncher(now);
        }

        if (now >= _relayDeadline) RelayTimedOut(now);
        if (now >= _stepDeadline)
        {
            _stepDeadline = Instant.Never;
            StepTimedOut(now);
        }

        if (now >= _deadline)
        {
            _deadline = Instant.Never;
            TimedOut(now);
        }
    }

    /// <summary>
    /// Ends it where it stands. With a <paramref name="reason"/>, and while the stream has no path, <see cref="PeerAction.Failed"/> is said
    /// before <see cref="PeerAction.Finished"/>; without one whoever ends it knows why.
    /// </summary>
    public void Abort(Instant now, ConnectError? reason = null)
    {
        if (IsOver) return;

        if (reason is { } error) SayFailed(error);
        Finish(now);
    }

    /// <summary>A request that it made has ended.</summary>
    private protected abstract void Answered(Instant now, Question question, Reply? reply);

    /// <summary>What <see cref="Wait"/> waited for is due.</summary>
    private protected abstract void StepTimedOut(Instant now);

    /// <summary>It is about to be over, and gives back what the other end's part does not have.</summary>
    private protected abstract void Leave(Instant now);

    private protected void BeginDeadline(Instant now) => _deadline = now + Settings.Deadline;

    private protected void Wait(Instant now, TimeSpan span) => _stepDeadline = now + span;

    private protected void StopWaiting() => _stepDeadline = Instant.Never;

    private void EndDeadline() => (_deadline, _stepDeadline) = (Instant.Never, Instant.Never);

    private protected void Want(PeerAction action) => _actions.Enqueue(action);

    private protected void Ask(QuestionKind kind, in RequestSpec spec)
    {
        var tag = ++_lastTag;
        _questions.Add(tag, new Question(kind, spec.To, spec.Socket ?? Vantage.RequestSocket));
        Want(new PeerAction.Ask(tag, spec));
    }

    private protected void CancelAsks()
    {
        if (_questions.Count == 0) return;

        _questions.Clear();
        Want(new PeerAction.CancelAsks());
    }

    private protected void Finish(Instant now)
    {
        if (IsOver) return;

        IsOver = true;
        EndPunch(now);
        HangUp();
        Leave(now);
        CancelAsks();
        ForgetKeys();
        (_deadline, _stepDeadline, _relayDeadline) = (Instant.Never, Instant.Never, Instant.Never);
        Want(new PeerAction.Finished());
    }

    // The time is up: a stream without a path fails, and one that a relay carries stays there.
    private void TimedOut(Instant now)
    {
        if (!IsConnected) Fail(now, ConnectError.TimedOut);
        else if (IsPunching) GiveUp(now, Ways.Punch, ConnectError.TimedOut);
    }

    /// <summary>What a request of ours is about.</summary>
    private protected enum QuestionKind
    {
        NatPing,
        RouteHandshake,
        KnownHandshake,
        FoundHandshake,
        LanPing,
        Round,
    }

    /// <summary>A request that has not ended: why, to whom, and by which socket.</summary>
    private protected readonly record struct Question(QuestionKind Kind, PeerAddress To, SocketRole Socket);
}
