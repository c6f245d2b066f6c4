using AkkaDht.Protocol.HyperDht.Connecting;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>
/// What a machine has taken and not given back, and the promises that the order of its actions makes. Each is checked as the action
/// comes, so that no test can forget to.
/// </summary>
internal sealed class Ledger(string owner)
{
    private readonly HashSet<SocketRole> _sockets = [];
    private readonly HashSet<long> _asks = [];
    private readonly HashSet<long> _requests = [];
    private int _opening;

    public IReadOnlyCollection<SocketRole> Sockets => _sockets;

    public IReadOnlyCollection<long> Asks => _asks;

    public IReadOnlyCollection<long> Requests => _requests;

    /// <summary>Sockets that were asked for and neither given nor refused yet.</summary>
    public int Opening => _opening;

    public bool IsFinding { get; private set; }

    public bool HasRelay { get; private set; }

    public bool IsFinished { get; private set; }

    public PeerAction.Connect? Connected { get; private set; }

    public PeerAction.ChangePath? Changed { get; private set; }

    public PeerAction.Failed? Failed { get; private set; }

    /// <summary>Whether nothing is held but what is still being opened.</summary>
    public bool IsEmpty => _sockets.Count == 0 && _asks.Count == 0 && _requests.Count == 0 && !IsFinding && !HasRelay;

    public void Take(PeerAction action)
    {
        Assert.True(!IsFinished || action is PeerAction.ReleaseSocket or PeerAction.Ignore, $"{owner} said {action} after it had finished.");
        switch (action)
        {
            case PeerAction.Ask ask: Assert.True(_asks.Add(ask.Tag)); Check(ask.Spec.Socket); break;
            case PeerAction.CancelAsks: _asks.Clear(); break;
            case PeerAction.FindPeer: Assert.False(IsFinding); IsFinding = true; break;
            case PeerAction.StopFinding: Assert.True(IsFinding); IsFinding = false; break;
            case PeerAction.OpenSocket: _opening++; break;
            case PeerAction.ReleaseSocket release: Assert.True(_sockets.Remove(release.Socket), $"{owner} gave {release.Socket} back twice."); break;
            case PeerAction.Probe probe: Assert.Contains(probe.Socket, _sockets); Assert.NotEqual(0, probe.To.Port); break;
            case PeerAction.Connect connect: TakeConnect(connect); break;
            case PeerAction.ChangePath change: Assert.Null(Changed); Assert.NotNull(Connected); Check(change.Socket); Changed = change; break;
            case PeerAction.DialRelay: Assert.False(HasRelay); HasRelay = true; break;
            case PeerAction.HangUpRelay: Assert.True(HasRelay, $"{owner} hung up twice."); HasRelay = false; break;
            case PeerAction.AnswerHandshake answer: Assert.True(_requests.Remove(answer.Request)); Check(answer.Socket); break;
            case PeerAction.AnswerHolepunch answer: Assert.True(_requests.Remove(answer.Request)); Check(answer.Socket); break;
            case PeerAction.Ignore ignore: Assert.True(_requests.Remove(ignore.Request)); break;
            case PeerAction.Failed failed: Assert.Null(Connected); Assert.Null(Failed); Failed = failed; break;
            case PeerAction.Finished: IsFinished = true; Assert.True(IsEmpty, $"{owner} finished with {this}."); break;
        }
    }

    public void Opened(SocketRole? socket)
    {
        Assert.True(_opening-- > 0);
        if (socket is { } opened) _sockets.Add(opened);
    }

    public void Answered(long tag) => _asks.Remove(tag);

    public void Requested(long request) => _requests.Add(request);

    /// <summary>The relay's connection ended by itself.</summary>
    public void RelayFailed() => HasRelay = false;

    public void FindEnded() => IsFinding = false;

    public override string ToString() => $"{_sockets.Count} sockets, {_asks.Count} asks, {_requests.Count} requests{(IsFinding ? ", a walk" : "")}{(HasRelay ? ", a relay" : "")}";

    private void TakeConnect(PeerAction.Connect connect)
    {
        Assert.Null(Connected);
        Assert.Null(Failed);
        Assert.NotEqual(0, connect.To.Port);
        Check(connect.Socket);
        Connected = connect;
    }

    // What is named is there: the two sockets of the node always, one of the pool while it is held.
    private void Check(SocketRole? socket)
    {
        if (socket is { IsPooled: true } pooled && !RelaySockets.Contains(pooled)) Assert.Contains(pooled, _sockets);
    }

    /// <summary>Sockets of the pool that a connection to a relay uses, which are not the machine's.</summary>
    public HashSet<SocketRole> RelaySockets { get; } = [];
}
