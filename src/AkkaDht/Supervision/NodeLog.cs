using Akka.Event;
using static AkkaDht.Supervision.NodeEvents;

namespace AkkaDht.Supervision;

/// <summary>What a node writes of its life into the log; the coming and going of other nodes is for subscribers only.</summary>
internal static class NodeLog
{
    public static void Write(ILoggingAdapter log, NodeEvent happened)
    {
        switch (happened)
        {
            case Listening listening: log.Info("Listening on {0}, and on {1} for replies while firewalled", listening.Server, listening.Client); break;
            case Ready: log.Info("Bootstrapped"); break;
            case BecamePersistent persistent: log.Info("Persistent with the id {0}", persistent.Id); break;
            case BecameEphemeral: log.Info("Ephemeral again"); break;
            case WokeUp: log.Info("Woken up"); break;
            case Suspended: log.Info("Suspended"); break;
            case Resumed: log.Info("Resumed"); break;
            case Closed: log.Info("Ended"); break;
            case NatUpdated { Address: { } address }: log.Info("Others see this node as {0}", address); break;
            case NatUpdated: log.Info("Others do not agree how they see this node"); break;
            case NetworkChanged: log.Info("The interfaces of the machine have changed"); break;
            case NetworkUpdated { IsOnline: false }: log.Warning("Offline: no request is answered"); break;
            case NetworkUpdated { IsDegraded: true }: log.Warning("Degraded: most requests time out"); break;
            case NetworkUpdated: log.Info("Online"); break;
            default: break;
        }
    }
}
