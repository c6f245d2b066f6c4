using System.Diagnostics.CodeAnalysis;

namespace AkkaDht.Protocol.Protomux;

/// <summary>
/// Many channels over one stream of frames, such as a secret stream: frames become messages of channels here, and messages frames.
/// Between <c>SecretStreams</c> and every protocol that peers speak. Reference: <c>protomux</c> (07-protomux-rpc.md, part A).
/// </summary>
/// <remarks>
/// The owner gives it a frame, takes every event, doing with each what it wants, then takes every frame. A frame is read while its
/// events are taken, so that it costs no memory, and answers to a frame of several messages leave as one frame too. An owner whose
/// answer takes longer calls <see cref="Cork"/> while <see cref="IsAnsweringBatch"/>, and <see cref="Uncork"/> with its answer.
/// </remarks>
public sealed partial class Mux
{
    private readonly MuxSettings _settings;
    private readonly Queue<MuxEvent> _events = new();
    private readonly Dictionary<ChannelKey, Meeting> _meetings = [];

    // By local id, from 1: a closed channel keeps its place until the peer has answered its open.
    private readonly List<MuxChannel?> _local = [];
    private readonly Stack<uint> _freeIds = new();

    // By the peer's id, from 1.
    private readonly List<RemoteEnd> _remote = [];
    private ulong _highestRemoteId;
    private int _requests;
    private bool _isOver;

    /// <summary>A muxer over a stream that carries nothing else.</summary>
    public Mux(MuxSettings settings)
    {
        Invariant.That(settings.MaxBatchDepth > 0, "a batch can be read");
        _settings = settings;
        _batches = new Batch[settings.MaxBatchDepth];
    }

    /// <summary>Why the stream must be ended; null while nothing is wrong. Frames written before are still there.</summary>
    public MuxError? Failure { get; private set; }

    /// <summary>Whether there is no channel of ours.</summary>
    public bool IsIdle => _local.Count == _freeIds.Count;

    /// <summary>Whether no further frame is wanted for the time being: requests must be answered first.</summary>
    public bool IsPaused => _keptBytes > _settings.PauseAtBytes;

    /// <summary>What has been counted.</summary>
    public MuxStats Stats => new()
    {
        FramesReceived = _framesReceived,
        MessagesIgnored = _messagesIgnored,
        OpensRefused = _opensRefused,
        Channels = _local.Count - _freeIds.Count,
        Requests = _requests,
        KeptMessages = _keptMessages,
        KeptBytes = _keptBytes,
        UnsentBytes = _unsent.Length,
    };

    /// <summary>Names under which something is open or waits; tests see that none stays.</summary>
    internal int MeetingsCount => _meetings.Count;

    /// <summary>The latest channel of that name, or alias, and id that is not closed; null when there is none.</summary>
    public MuxChannel? Find(string protocol, ReadOnlyMemory<byte> id = default) =>
        _meetings.TryGetValue(new ChannelKey(protocol, id), out var meeting) && meeting.Channels is [.., var latest] ? latest : null;

    /// <summary>
    /// Opens a channel, and so answers the oldest request of that name and id if there is one; false when the stream is over, when there
    /// are too many, or when another one is open that is to be the only one.
    /// </summary>
    public bool TryOpen(ChannelSpec spec, [NotNullWhen(true)] out MuxChannel? channel)
    {
        channel = null;
        if (_isOver || _local.Count - _freeIds.Count >= _settings.MaxChannels) return false;

        var meeting = Meet(spec);
        if (spec.IsUnique && meeting.Channels.Count > 0) return false;

        channel = new MuxChannel(this, TakeId(), spec, meeting);
        _local[(int)channel.LocalId - 1] = channel;
        meeting.Channels.Add(channel);
        WriteOpen(channel);

        if (meeting.Requests.Count > 0) Answer(meeting.Requests[0], channel);
        else meeting.Waiting.Add(channel);
        return true;
    }

    /// <summary>Answers a request with no; false when it is not pending any more.</summary>
    public bool Reject(ChannelRequest request)
    {
        if (!request.IsPending) return false;

        Forget(request);
        WriteReject(request.RemoteId);
        return true;
    }

    /// <summary>The stream has ended: every channel is closed.</summary>
    public void HandleClosed()
    {
        if (_isOver) return;

        _isOver = true;
        StopReading();
        for (var i = 0; i < _local.Count; i++)
            if (_local[i] is { IsClosed: false } channel) Close(channel, isRemote: true);
        for (var i = 0; i < _remote.Count; i++)
            if (_remote[i].Request is { } request) Forget(request);
        _unsent.Drop();
    }

    /// <summary>The stream must end, because the peer broke a rule or, as owners say, because a handshake or a message could not be decoded.</summary>
    public void Fail(MuxError error)
    {
        if (_isOver) return;

        Failure = error;
        HandleClosed();
    }

    internal void Close(MuxChannel channel)
    {
        if (channel.IsClosed) return;

        Close(channel, isRemote: false);
        WriteClose(channel.LocalId);
    }

    // Once the peer has answered the open, its number is free at once; else the answer is still to come.
    private void Close(MuxChannel channel, bool isRemote)
    {
        channel.IsClosed = true;
        channel.Meeting.Channels.Remove(channel);
        ForgetKept(channel.Kept);
        channel.Kept = null;
        if (channel.RemoteId > 0)
        {
            _remote[(int)channel.RemoteId - 1] = default;
            GiveBackId(channel);
        }

        RemoveIfIdle(channel.Meeting);
        _events.Enqueue(new MuxEvent(MuxEventKind.Closed, channel, IsRemote: isRemote));
    }

    private uint TakeId()
    {
        if (_freeIds.TryPop(out var id)) return id;

        _local.Add(null);
        return (uint)_local.Count;
    }

    private void GiveBackId(MuxChannel channel)
    {
        _local[(int)channel.LocalId - 1] = null;
        _freeIds.Push(channel.LocalId);
    }

    private void Answer(ChannelRequest request, MuxChannel channel)
    {
        var kept = request.Kept;
        request.Kept = null;
        Forget(request);
        Pair(channel, request.RemoteId, request.Handshake);
        channel.Kept = kept;
    }

    private void Pair(MuxChannel channel, ulong remoteId, ReadOnlyMemory<byte> handshake)
    {
        channel.RemoteId = remoteId;
        _remote[(int)remoteId - 1] = new RemoteEnd(channel, null);
        _events.Enqueue(new MuxEvent(MuxEventKind.Opened, channel, Bytes: handshake));
    }

    private void Forget(ChannelRequest request)
    {
        request.IsPending = false;
        _requests--;
        _remote[(int)request.RemoteId - 1] = default;
        request.Meeting.Requests.Remove(request);
        ForgetKept(request.Kept);
        request.Kept = null;
        RemoveIfIdle(request.Meeting);
    }

    // A request under an older name waits for the channel that answers to it.
    private Meeting Meet(ChannelSpec spec)
    {
        var meeting = MeetingOf(new ChannelKey(spec.Protocol, spec.Id));
        foreach (var alias in spec.Aliases)
        {
            var key = new ChannelKey(alias, spec.Id);
            if (_meetings.TryGetValue(key, out var other) && other != meeting)
            {
                if (other.Channels.Count > 0 || other.Waiting.Count > 0) continue;
                foreach (var request in other.Requests) request.Meeting = meeting;
                meeting.Requests.AddRange(other.Requests);
            }
            else if (other == meeting)
            {
                continue;
            }

            meeting.Keys.Add(key);
            _meetings[key] = meeting;
        }

        return meeting;
    }

    private Meeting MeetingOf(ChannelKey key)
    {
        if (_meetings.TryGetValue(key, out var meeting)) return meeting;

        meeting = new Meeting();
        meeting.Keys.Add(key);
        _meetings.Add(key, meeting);
        return meeting;
    }

    private void RemoveIfIdle(Meeting meeting)
    {
        if (!meeting.IsIdle) return;

        foreach (var key in meeting.Keys)
            if (_meetings.TryGetValue(key, out var found) && found == meeting) _meetings.Remove(key);
    }

    /// <summary>What one of the peer's ids stands for: a channel, a request, or nothing.</summary>
    private readonly record struct RemoteEnd(MuxChannel? Channel, ChannelRequest? Request);
}
