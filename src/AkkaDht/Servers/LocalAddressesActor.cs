using System.Net.Sockets;
using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Sockets;
using AkkaDht.Supervision;

namespace AkkaDht.Servers;

/// <summary>
/// Finds out which addresses of the machine carry datagrams, by sending one from each to itself, so that servers do not tell of virtual
/// ones that lead nowhere. Each host is tried once. Reference: hyperdht <c>index.js</c>, validateLocalAddresses.
/// </summary>
internal sealed class LocalAddressesActor(NodeParts parts) : UntypedActor, IWithTimers
{
    private readonly HashSet<uint> _proven = [];
    private readonly Dictionary<uint, IDatagramSocket> _trials = [];
    private readonly HashSet<uint> _tried = [];

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The supervisor of servers wants every address tried that was not yet.</summary>
    public sealed record Check : ICommand
    {
        public static readonly Check Instance = new();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Check: Begin(); break;
            case Readable readable: Arrived(readable.Host); break;
            case TooLate late: End(late.Host); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        foreach (var socket in _trials.Values) socket.Dispose();
    }

    private void Begin()
    {
        foreach (var address in parts.LocalAddresses.All)
        {
            if (_tried.Add(address.Host)) Try(address.Host);
        }

        Publish();
    }

    private void Try(uint host)
    {
        IDatagramSocket socket;
        try
        {
            socket = parts.Settings.SocketFactory.Bind(new PeerAddress(host, 0), parts.Settings.Sockets);
        }
        catch (SocketException)
        {
            // An address that one cannot bind to carries nothing.
            return;
        }

        _trials.Add(host, socket);
        var self = Self;
        socket.NotifyReadable(() => self.Tell(new Readable(host), ActorRefs.NoSender));
        Timers.StartSingleTimer(host, new TooLate(host), parts.Settings.Servers.LocalAddressTimeout);
        SendToItself(socket);
    }

    private static void SendToItself(IDatagramSocket socket)
    {
        var batch = BatchPool.RentTransmit();
        batch.Reserve(1)[0] = 0;
        batch.Commit(1, socket.LocalAddress);
        socket.Send(batch);
        BatchPool.Return(batch);
    }

    private void Arrived(uint host)
    {
        if (!_trials.TryGetValue(host, out var socket)) return;

        if (HasHeardItself(socket)) _proven.Add(host);
        End(host);
        Publish();
    }

    private static bool HasHeardItself(IDatagramSocket socket)
    {
        var batch = BatchPool.RentReceive(isBusy: false);
        batch.Begin(SocketRole.Server);
        try
        {
            socket.Receive(batch);
            return batch.Count > 0 && batch.From(0) == socket.LocalAddress;
        }
        catch (SocketException)
        {
            return false;
        }
        finally
        {
            BatchPool.Return(batch);
        }
    }

    private void End(uint host)
    {
        Timers.Cancel(host);
        if (_trials.Remove(host, out var socket)) socket.Dispose();
    }

    private void Publish() => parts.LocalAddresses.Proven = [.. parts.LocalAddresses.All.Where(address => _proven.Contains(address.Host))];

    /// <summary>Something has arrived at a host, or its socket has failed.</summary>
    private sealed record Readable(uint Host);

    /// <summary>A host had its time.</summary>
    private sealed record TooLate(uint Host);
}
