namespace AkkaDht.Protocol.Protomux;

/// <summary>Where opens with one name and id meet: ours wait here for the peer's, or the peer's for an answer. Reference: <c>info</c>.</summary>
internal sealed class Meeting
{
    /// <summary>The names under which it is found: its own, then aliases.</summary>
    public List<ChannelKey> Keys { get; } = [];

    /// <summary>Channels whose open was sent and has no answer, the oldest first; closed ones too, since the answer still comes.</summary>
    public List<MuxChannel> Waiting { get; } = [];

    /// <summary>Opens of the peer that nobody has answered, the oldest first.</summary>
    public List<ChannelRequest> Requests { get; init; } = [];

    /// <summary>The channels that are not closed, the latest last.</summary>
    public List<MuxChannel> Channels { get; } = [];

    public bool IsIdle => Waiting.Count == 0 && Requests.Count == 0 && Channels.Count == 0;
}
