using System.Net.NetworkInformation;
using Akka.Actor;
using Akka.Event;
using AkkaDht.Connecting;
using AkkaDht.Connections;
using AkkaDht.Lifecycle;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Servers;
using AkkaDht.Sockets;
using static AkkaDht.Supervision.NodeMessages;

namespace AkkaDht.Supervision;

/// <summary>The life of a node from its first socket to its end, and who is told of it.</summary>
internal sealed partial class NodeSupervisor
{
    private NetworkAddressChangedEventHandler? _onInterfacesChanged;
    private DhtException? _openFailure;
    private uint _localHost;

    // From the start until the sockets are bound, and while they are being closed or bound again.
    private bool _isChanging = true;
    private bool _isSuspended;
    private bool _isDestroying;
    private bool _isEndingConnections;
    private bool _isLeaving;

    private void Opened(SocketMessages.Opened opened)
    {
        if (_isDestroying) return;

        (_server, _client) = (opened.Server, opened.Client);
        FindLocalAddresses();
        if (_onInterfacesChanged is null) Begin();
        _parts.Lifecycle.Tell(new LifecycleMessages.Bound(opened.Server));
        TellServers(ServerMessages.Resume.Instance);
        _parts.Connects.Tell(ConnectMessages.Resume.Instance);
        _parts.Connections.Tell(ConnectionMessages.Resume.Instance);
    }

    private void Begin()
    {
        var self = Self;
        _onInterfacesChanged = (_, _) => self.Tell(InterfacesHaveChanged.Instance, ActorRefs.NoSender);
        NetworkChange.NetworkAddressChanged += _onInterfacesChanged;

        // The first one listed is added last and so counts as heard last.
        foreach (var address in _parts.Settings.Nodes.Reverse()) _parts.Table.Tell(new RoutingMessages.AddNode(address));
    }

    private void StopWatchingInterfaces() => NetworkChange.NetworkAddressChanged -= _onInterfacesChanged;

    private void OpenFailed(string reason)
    {
        _log.Error("{0}", reason);
        _openFailure = new DhtException(reason);
        FailWaiting(_openFailure);
        Stash.UnstashAll();
    }

    private void Raised(LifecycleMessages.Raised raised)
    {
        Publish(EventOf(raised.Event, raised.View));
        Answer(raised.Event);
        if (raised.Event is LifecycleEvent.NetworkUpdated or LifecycleEvent.NatUpdated) TellServers(ServerMessages.NetworkUpdated.Instance);
        if (raised.Event is LifecycleEvent.Listening or LifecycleEvent.Suspended or LifecycleEvent.Resumed) Settle();
    }

    private NodeEvents.NodeEvent EventOf(LifecycleEvent what, LifecycleView view) => what switch
    {
        LifecycleEvent.Listening => new NodeEvents.Listening(Self, _server ?? PeerAddress.None, _client ?? PeerAddress.None),
        LifecycleEvent.Ready => new NodeEvents.Ready(Self),
        LifecycleEvent.BecamePersistent => new NodeEvents.BecamePersistent(Self, view.Identity.Table.Id),
        LifecycleEvent.BecameEphemeral => new NodeEvents.BecameEphemeral(Self),
        LifecycleEvent.WokeUp => new NodeEvents.WokeUp(Self),
        LifecycleEvent.Suspended => new NodeEvents.Suspended(Self),
        LifecycleEvent.Resumed => new NodeEvents.Resumed(Self),
        LifecycleEvent.NatUpdated => new NodeEvents.NatUpdated(Self, view.PublicAddress),
        _ => new NodeEvents.NetworkUpdated(Self, view.IsOnline, view.IsDegraded),
    };

    private void Suspend()
    {
        if (_isSuspended || _isDestroying)
        {
            Sender.Tell(Done.Instance);
            return;
        }

        (_isSuspended, _isChanging) = (true, true);
        Wait(LifecycleEvent.Suspended);
        TakeLeave(ServerMessages.Suspend.Instance, ConnectError.Suspended);
    }

    // What servers have announced is taken back while there are still sockets; attempts end at once.
    private void TakeLeave(object how, ConnectError why)
    {
        _isLeaving = true;
        _parts.Connects.Tell(new ConnectMessages.EndAll(why));
        if (_parts.Servers.IsNobody()) ServersHaveLeft();
        else _parts.Servers.Tell(how);
    }

    private void ServersHaveLeft()
    {
        if (!_isLeaving) return;

        _isLeaving = false;
        if (_isDestroying) EndRequestsAndConnections();
        else FallAsleep();
    }

    private void FallAsleep()
    {
        _parts.Lifecycle.Tell(LifecycleMessages.Suspend.Instance);
        _parts.Requests.Tell(RequestMessages.Suspend.Instance);
        EndConnections(EndKind.NodeSuspended);
    }

    private void Resume()
    {
        if (!_isSuspended || _isDestroying)
        {
            Sender.Tell(Done.Instance);
            return;
        }

        (_isSuspended, _isChanging) = (false, true);
        Wait(LifecycleEvent.Resumed);
        _parts.Lifecycle.Tell(LifecycleMessages.Resume.Instance);
        _parts.Sockets.Tell(SocketMessages.Open.Instance);
    }

    private void Settle()
    {
        _isChanging = false;
        Stash.UnstashAll();
    }

    // Requests fail first, so that everybody who waits for one is told before anything stops.
    private void Destroy()
    {
        if (_isDestroying) return;

        _isDestroying = true;
        TakeLeave(ServerMessages.CloseAll.Instance, ConnectError.NodeEnded);
    }

    private void EndRequestsAndConnections()
    {
        _parts.Requests.Tell(RequestMessages.Destroy.Instance);
        EndConnections(EndKind.NodeEnded);
    }

    // The sockets stay until every peer has been sent the news.
    private void EndConnections(EndKind why)
    {
        _isEndingConnections = true;
        _parts.Connections.Tell(new ConnectionMessages.EndAll(new EndReason(why)));
    }

    private void ConnectionsEnded()
    {
        if (!_isEndingConnections) return;

        _isEndingConnections = false;
        _parts.Sockets.Tell(SocketMessages.Close.Instance);
    }

    private void Closed()
    {
        (_server, _client) = (null, null);
        if (_isDestroying) Context.Stop(Self);
        else _parts.Lifecycle.Tell(LifecycleMessages.Closed.Instance);
    }

    private void InterfacesChanged()
    {
        FindLocalAddresses();
        TellServers(ServerMessages.Refresh.Instance);
        Publish(new NodeEvents.NetworkChanged(Self));
        Publish(new NodeEvents.NetworkUpdated(Self, _parts.View.IsOnline, _parts.View.IsDegraded));
    }

    private void FindLocalAddresses()
    {
        _localHost = LocalNetwork.FindHost();
        if (_server is not { } server) return;

        var hosts = _parts.Settings.SocketFactory.FindHosts(server.Host);
        _parts.LocalAddresses.All = [.. hosts.Select(host => new PeerAddress(host, server.Port))];
    }

    private void TellServers(object message) => _parts.Servers.Tell(message);

    private void WhenListening()
    {
        if (_server is not null) Sender.Tell(CurrentStatus());
        else if (_openFailure is { } failure) Sender.Tell(new Status.Failure(failure));
        else Wait(LifecycleEvent.Listening);
    }

    private void WhenBootstrapped()
    {
        if (_parts.View.IsBootstrapped) Sender.Tell(CurrentStatus());
        else if (_openFailure is { } failure) Sender.Tell(new Status.Failure(failure));
        else Wait(LifecycleEvent.Ready);
    }

    private void Wait(LifecycleEvent what)
    {
        if (!_waiting.TryGetValue(what, out var waiting)) _waiting.Add(what, waiting = []);
        waiting.Add(Sender);
    }

    private void Answer(LifecycleEvent what)
    {
        if (!_waiting.Remove(what, out var waiting)) return;

        object answer = what is LifecycleEvent.Listening or LifecycleEvent.Ready ? CurrentStatus() : Done.Instance;
        foreach (var asker in waiting) asker.Tell(answer);
    }

    private void FailWaiting(DhtException failure)
    {
        foreach (var asker in _waiting.Values.SelectMany(waiting => waiting)) asker.Tell(new Status.Failure(failure));
        _waiting.Clear();
    }

    private void Subscribe(IActorRef subscriber)
    {
        if (_subscribers.Add(subscriber)) Context.Watch(subscriber);
    }

    private void Unsubscribe(IActorRef subscriber)
    {
        if (_subscribers.Remove(subscriber)) Context.Unwatch(subscriber);
    }

    private void Publish(NodeEvents.NodeEvent happened)
    {
        NodeLog.Write(_log, happened);
        Context.System.EventStream.Publish(happened);
        foreach (var subscriber in _subscribers) subscriber.Tell(happened);
    }

    private NodeStatus CurrentStatus()
    {
        var view = _parts.View;
        return new NodeStatus
        {
            TableId = view.Identity.Table.Id,
            PublicKey = _parts.KeyPair.PublicKey,
            TableSize = view.Identity.Table.Count,
            IsEphemeral = view.Identity.IsEphemeral,
            IsFirewalled = view.Identity.IsFirewalled,
            PublicAddress = view.PublicAddress,
            Address = view.Identity.RequestSocket == SocketRole.Server ? _server : _client,
            LocalAddress = _server is { } server ? new PeerAddress(_localHost, server.Port) : null,
            RemoteAddress = view.RemoteAddress,
            IsBootstrapped = view.IsBootstrapped,
            IsSuspended = view.IsSuspended,
            IsOnline = view.IsOnline,
            IsDegraded = view.IsDegraded,
        };
    }

    /// <summary>The system says that an address of the machine came or went.</summary>
    private sealed record InterfacesHaveChanged
    {
        public static readonly InterfacesHaveChanged Instance = new();
    }
}
