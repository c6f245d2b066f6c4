namespace AkkaDht.Protocol.DhtRpc;

/// <summary>Counts of the requests that a node made, since it started.</summary>
public record struct RequestStats
{
    /// <summary>In flight now.</summary>
    public int Active { get; set; }

    /// <summary>Started.</summary>
    public long Total { get; set; }

    /// <summary>Answered by the endpoint asked.</summary>
    public long Responses { get; set; }

    /// <summary>Given up after the last transmission.</summary>
    public long Timeouts { get; set; }

    /// <summary>Sent again after a timeout.</summary>
    public long Retries { get; set; }

    /// <summary>Not started, because too many were in flight or beyond the rate of down hints.</summary>
    public long Refused { get; set; }

    /// <summary>PING.</summary>
    public CommandCount Ping { get; set; }

    /// <summary>PING_NAT.</summary>
    public CommandCount PingNat { get; set; }

    /// <summary>FIND_NODE.</summary>
    public CommandCount FindNode { get; set; }

    /// <summary>DOWN_HINT.</summary>
    public CommandCount DownHint { get; set; }

    internal void CountStart(in RequestSpec spec)
    {
        Total++;
        if (spec.IsInternal) Count(spec.Command, sent: 1, replied: 0);
    }

    internal void CountReply(in RequestSpec spec)
    {
        Responses++;
        if (spec.IsInternal) Count(spec.Command, sent: 0, replied: 1);
    }

    // DELAYED_PING is not counted: reference dht-rpc lib/io.js, stats.commands.
    private void Count(ulong command, int sent, int replied)
    {
        switch (command)
        {
            case Commands.Ping: Ping = Ping.Plus(sent, replied); break;
            case Commands.PingNat: PingNat = PingNat.Plus(sent, replied); break;
            case Commands.FindNode: FindNode = FindNode.Plus(sent, replied); break;
            case Commands.DownHint: DownHint = DownHint.Plus(sent, replied); break;
            default: break;
        }
    }
}

/// <summary>Requests of one internal command: made, and replied to.</summary>
public readonly record struct CommandCount(long Sent, long Replied)
{
    internal CommandCount Plus(int sent, int replied) => new(Sent + sent, Replied + replied);
}
