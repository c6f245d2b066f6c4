namespace AkkaDht.Protocol.DhtRpc;

/// <summary>Counts of what others asked of a node and of what was refused them, since it started.</summary>
public record struct AnswerStats
{
    /// <summary>Requests decoded.</summary>
    public long Requests { get; set; }

    /// <summary>Replies sent.</summary>
    public long Replies { get; set; }

    /// <summary>Requests with a token that was not valid; answered with INVALID_TOKEN.</summary>
    public long InvalidTokens { get; set; }

    /// <summary>Internal requests whose value was missing, short or out of range; not answered.</summary>
    public long BadValues { get; set; }

    /// <summary>Replies kept back by <see cref="AnswerSettings.UnverifiedBytesPerSecond"/>.</summary>
    public long AmplificationRefused { get; set; }

    /// <summary>Down hints that caused no check because of <see cref="AnswerSettings.DownHintsPerHost"/>.</summary>
    public long DownHintsRefused { get; set; }

    /// <summary>Delayed pings refused by <see cref="AnswerSettings.DelayedPingsPerHost"/> or <see cref="AnswerSettings.MaxDelayedPings"/>.</summary>
    public long DelayedPingsRefused { get; set; }

    /// <summary>Requests for the application dropped at <see cref="AnswerSettings.MaxOpenRequests"/>.</summary>
    public long OpenRequestsRefused { get; set; }
}
