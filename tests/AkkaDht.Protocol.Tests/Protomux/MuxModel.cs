namespace AkkaDht.Protocol.Tests.Protomux;

/// <summary>One statement of a muxer, about channels by names of their own rather than by numbers that are used again.</summary>
internal abstract record MuxStatement
{
    public sealed record Open(int Channel, string Protocol) : MuxStatement;

    public sealed record Reject(int Channel) : MuxStatement;

    public sealed record Close(int Channel) : MuxStatement;

    public sealed record Data(int Channel, int Number) : MuxStatement;
}

/// <summary>A muxer as the rules tell of it (07-protomux-rpc.md A5), with lists, and without bytes, numbers or bounds.</summary>
internal sealed class MuxModel
{
    private readonly List<(int Channel, string Protocol)> _waiting = [];
    private readonly List<(int Remote, string Protocol, List<int> Kept)> _requests = [];
    private readonly Dictionary<int, int> _localOf = [];
    private readonly Dictionary<int, string> _protocols = [];
    private readonly HashSet<int> _open = [];
    private readonly List<MuxStatement> _batch = [];
    private int _corks;

    public Queue<MuxStatement[]> Frames { get; } = new();

    /// <summary>The same sentences as those of <see cref="MuxEnd.Log"/>, where a handshake is the number of the peer's channel.</summary>
    public List<string> Log { get; } = [];

    public IReadOnlyList<(int Remote, string Protocol, List<int> Kept)> Requests => _requests;

    public IEnumerable<int> Channels => _open;

    public void Cork() => _corks++;

    public void Uncork()
    {
        if (--_corks > 0 || _batch.Count == 0) return;

        Frames.Enqueue([.. _batch]);
        _batch.Clear();
    }

    public void Open(int channel, string protocol)
    {
        _open.Add(channel);
        _protocols[channel] = protocol;
        Say(new MuxStatement.Open(channel, protocol));
        var request = _requests.FindIndex(request => request.Protocol == protocol);
        if (request < 0)
        {
            _waiting.Add((channel, protocol));
            return;
        }

        var (remote, _, kept) = _requests[request];
        _requests.RemoveAt(request);
        Pair(remote, channel);
        foreach (var number in kept) Log.Add($"got {protocol} 0 {number}");
    }

    public void Send(int channel, int number) => Say(new MuxStatement.Data(channel, number));

    public void Close(int channel)
    {
        End(channel, "own");
        Say(new MuxStatement.Close(channel));
    }

    public void Reject(int remote)
    {
        _requests.RemoveAll(request => request.Remote == remote);
        Say(new MuxStatement.Reject(remote));
    }

    public void Handle(MuxStatement[] frame)
    {
        if (frame.Length > 1) Cork();
        foreach (var statement in frame) Handle(statement);
        if (frame.Length > 1) Uncork();
    }

    private void Handle(MuxStatement statement)
    {
        switch (statement)
        {
            case MuxStatement.Open open: HandleOpen(open.Channel, open.Protocol); break;
            case MuxStatement.Reject reject: HandleReject(reject.Channel); break;
            case MuxStatement.Close close: HandleClose(close.Channel); break;
            case MuxStatement.Data data: HandleData(data.Channel, data.Number); break;
            default: throw new InvalidOperationException();
        }
    }

    private void HandleOpen(int remote, string protocol)
    {
        var waiting = _waiting.FindIndex(waiting => waiting.Protocol == protocol);
        if (waiting < 0)
        {
            _requests.Add((remote, protocol, []));
            Log.Add($"asked {protocol}");
            return;
        }

        var channel = _waiting[waiting].Channel;
        _waiting.RemoveAt(waiting);
        if (_open.Contains(channel)) Pair(remote, channel);
    }

    private void HandleReject(int channel)
    {
        _waiting.RemoveAll(waiting => waiting.Channel == channel);
        if (_open.Contains(channel)) End(channel, "remote");
    }

    private void HandleClose(int remote)
    {
        if (_localOf.TryGetValue(remote, out var channel) && _open.Contains(channel)) End(channel, "remote");
        if (_requests.Any(request => request.Remote == remote)) Reject(remote);
    }

    private void HandleData(int remote, int number)
    {
        if (_localOf.TryGetValue(remote, out var channel) && _open.Contains(channel)) Log.Add($"got {_protocols[channel]} 0 {number}");
        foreach (var request in _requests.Where(request => request.Remote == remote)) request.Kept.Add(number);
    }

    private void Pair(int remote, int channel)
    {
        _localOf[remote] = channel;
        Log.Add($"open {_protocols[channel]} {remote}");
    }

    private void End(int channel, string side)
    {
        _open.Remove(channel);
        Log.Add($"close {_protocols[channel]} {side}");
    }

    private void Say(MuxStatement statement)
    {
        if (_corks > 0) _batch.Add(statement);
        else Frames.Enqueue([statement]);
    }
}
