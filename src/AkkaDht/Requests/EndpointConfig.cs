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
            MaxWindow = requests.GetInt("max-window"),
            MaxInFlight = requests.GetInt("max-in-flight"),
            AdaptiveTimeout = requests.GetBoolean("adaptive-timeout"),
        },
        Answers = new AnswerSettings
        {
            MaxPingDelay = answers.GetTimeSpan("max-ping-delay"),
            MaxDelayedPings = answers.GetInt("max-delayed-pings"),
            DelayedPingsPerHost = answers.GetInt("delayed-pings-per-host"),
            DownHintsPerHost = answers.GetInt("down-hints-per-host"),
            UnverifiedBytesPerSecond = (int)answers.GetByteSize("unverified-bytes-per-second")!.Value,
            HostSlots = answers.GetInt("host-slots"),
            ExemptPrivate = answers.GetBoolean("exempt-private"),
            MaxOpenRequests = answers.GetInt("max-open-requests"),
            OpenRequestLifetime = answers.GetTimeSpan("open-request-lifetime"),
        },
        MaxHeardNodes = requests.GetInt("max-heard-nodes"),
        DownHintsPerTick = requests.GetInt("down-hints-per-tick"),
    };
}
