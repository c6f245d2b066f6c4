using Akka.Configuration;
using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Requests;

/// <summary>Reads the branches <c>akkadht.requests</c> and <c>akkadht.answers</c>.</summary>
internal static class EndpointConfig
{
    public static EndpointSettings Create(Config requests, Config answers) => new()
    {
        Requests = new RequestSettings
        {
            MaxWindow = requests.Number("max-window", min: 1),
            MaxInFlight = requests.Number("max-in-flight", min: 1),
            AdaptiveTimeout = requests.Switch("adaptive-timeout"),
        },
        Answers = new AnswerSettings
        {
            MaxPingDelay = answers.Duration("max-ping-delay"),
            MaxDelayedPings = answers.Number("max-delayed-pings"),
            DelayedPingsPerHost = answers.Number("delayed-pings-per-host"),
            DownHintsPerHost = answers.Number("down-hints-per-host"),
            UnverifiedBytesPerSecond = answers.Bytes("unverified-bytes-per-second"),
            HostSlots = answers.Number("host-slots", min: 1),
            ExemptPrivate = answers.Switch("exempt-private"),
            MaxOpenRequests = answers.Number("max-open-requests"),
            OpenRequestLifetime = answers.Duration("open-request-lifetime"),
        },
        MaxHeardNodes = requests.Number("max-heard-nodes"),
        DownHintsPerTick = requests.Number("down-hints-per-tick", min: -1),
    };
}
