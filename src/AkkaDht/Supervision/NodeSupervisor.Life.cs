using System.Net.NetworkInformation;
using Akka.Actor;
using Akka.Event;
using AkkaDht.Lifecycle;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Sockets;
using static AkkaDht.Supervision.NodeMessages;

namespace AkkaDht.Supervision;

/// <summary>The life of a node from its first socket to its end, and who is told of it.</summary>
internal sealed partial class NodeSupervisor
{
    private NetworkAddressChangedEventHandler? _onInterfacesChanged;
    private bool _isSuspending;
    private bool _isDestroying;

    private void Opened(SocketMessages.Opened opened)
    {
        if (_isDestroying) return;

        var isFirst = _server is null && _onInterfacesChanged is null;
        (_server, _client) = (opened.Server, opened.Client);
        if (isFirst) Begin();
        _parts.Lifecycle.Tell(new LifecycleMessages.Bound(opened.Server));
    }

    private void Begin()
    {
        var self = Self;
        _onInterfacesChanged = (_, _) => self.Tell(new InterfacesChanged(), ActorRefs.NoSender);
        NetworkChange.NetworkAddressChanged += _onInterfacesChanged;

        // The first one listed is added last and so counts as heard last.
        foreach (var address in _parts.Settings.Nodes.Reverse()) _parts.Table.Tell(new RoutingMessages.AddNode(address));
    }

    private void OpenFailed(string reason)
    {
        _log.Error("{0}", reason);
        _failure = new DhtException(reason);
        foreach (var (asker, _) in _waiting) asker.Tell(new Status.Failure(_failure));
        _waiting.Clear();
    }

    private void Raised(LifecycleMessages.Raised raised)
    {
        var view = raised.View;
        switch (raised.Event)
        {
            case LifecycleEvent.Listening:
                Publish(new NodeEvents.Listening(Self, _server!.Value, _client!.Value));
                Answer(question => question is WhenListening);
                break;
            case LifecycleEvent.Ready:
                _isBootstrapped = true;
                Publish(new NodeEvents.Ready(Self));
                Answer(question => question is WhenBootstrapped);
                break;
            case LifecycleEvent.BecamePersistent: Publish(new NodeEvents.BecamePersistent(Self, view.Identity.Table.Id)); break;
            case LifecycleEvent.BecameEphemeral: Publish(new NodeEvents.BecameEphemeral(Self)); break;
            case LifecycleEvent.WokeUp: Publish(new NodeEvents.WokeUp(Self)); break;
            case LifecycleEvent.Suspended:
                Publish(new NodeEvents.Suspended(Self));
                Answer(question => question is Suspend);
                break;
            case LifecycleEvent.Resumed:
                Publish(new NodeEvents.Resumed(Self));
                Answer(question => question is Resume);
                break;
            case LifecycleEvent.NatUpdated: Publish(new NodeEvents.NatUpdated(Self, view.PublicAddress)); break;
            case LifecycleEvent.NetworkUpdated: Publish(new NodeEvents.NetworkUpdated(Self, view.IsOnline, view.IsDegraded)); break;
            default: Invariant.That(false, $"Every event of a lifecycle is told, also {raised.Event}."); break;
        }
    }
}
