using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Relaying;
using AkkaDht.Protocol.Protomux;
using AkkaDht.Protocol.Udx;
using AkkaDht.Supervision;
using static AkkaDht.Relaying.RelayMessages;

namespace AkkaDht.Relaying;

/// <summary>
/// Has one stream joined by a relay, on behalf of its parent: connects to the relay as the node itself, shows it the token, and stays
/// as long as the parent needs the relay, who also knows how long to wait. Its end is the end of that connection.
/// </summary>
internal sealed class RelayClientActor(NodeParts parts, PublicKey relay, SecretToken token, bool isInitiator, StreamId localId) : UntypedActor
{
    private MuxCarrier? _carrier;
    private BlindRelayClient? _client;
    private StreamId? _remoteId;

    /// <param name="parts">The node.</param>
    /// <param name="relay">Whom to ask.</param>
    /// <param name="token">What both ends show.</param>
    /// <param name="isInitiator">Which of the two ends this one is.</param>
    /// <param name="localId">The stream that is to be joined.</param>
    public static Props Props(NodeParts parts, PublicKey relay, SecretToken token, bool isInitiator, StreamId localId) =>
        Akka.Actor.Props.Create(() => new RelayClientActor(parts, relay, token, isInitiator, localId));

    protected override void PreStart() => parts.Connections.Tell(new ConnectionMessages.Open(new ConnectionSpec
    {
        Peer = new PeerSpec(relay),
        KeepAlive = parts.Settings.Connecting.RelayKeepAlive,
        Owner = Self,
    }));

    // The relay has seen the token, and would not take it for new.
    protected override void PostRestart(Exception reason) => Fail("Failed");

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ConnectionMessages.Opening: break;
            case ConnectionMessages.Opened opened: Opened(opened.Connection); break;
            case ConnectionMessages.Received received: _carrier?.Handle(received); break;
            case ConnectionMessages.Written written: _carrier?.Handle(written); break;
            case ConnectionMessages.WriteFailed failed: _carrier?.Handle(failed); break;
            case ConnectionMessages.CurrentPath path: PathTold(path); break;
            case ConnectionMessages.RemoteEnded: Fail("The relay has ended the connection"); break;
            case ConnectionMessages.Closed closed: Fail(closed.Failure?.ToString() ?? closed.Reason.ToString()); break;
            case ConnectionMessages.ReceivedUnordered or ConnectionMessages.PathChanged: break;
            case HangUp: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }

        _carrier?.Drain(Handle);
    }

    private void Opened(IActorRef connection)
    {
        _carrier = new MuxCarrier(connection, Self, MuxSettings.Default);
        connection.Tell(ConnectionMessages.GetPath.Instance);
    }

    private void PathTold(ConnectionMessages.CurrentPath path)
    {
        if (_client is null) Reached(path);
        else Paired(path);
    }

    // The parent must know the relay's packets before the first of them can come, which the other end may send as soon as both are joined.
    private void Reached(ConnectionMessages.CurrentPath path)
    {
        if (path.Address is { } address) Context.Parent.Tell(new Reached(path.Socket, address));

        var key = new byte[PublicKey.Length];
        parts.KeyPair.PublicKey.CopyTo(key);
        if (BlindRelayClient.TryOpen(_carrier!.Mux, key, out _client)) _client.TryPair(isInitiator, token, localId);
    }

    private void Handle(in MuxEvent happened)
    {
        if (happened.Request is { } request) _carrier!.Mux.Reject(request);
        if (happened.Channel is null) return;

        _client!.HandleEvent(happened);
        if (happened.Kind == MuxEventKind.Closed) Fail("The relay does not want to relay");
        if (!_client.TryTakePaired(out var paired)) return;

        _remoteId = paired.RemoteId;
        _carrier!.Connection.Tell(ConnectionMessages.GetPath.Instance);
    }

    private void Paired(ConnectionMessages.CurrentPath path)
    {
        if (path.Address is { } address && _remoteId is { } remoteId) Context.Parent.Tell(new Paired(path.Socket, address, remoteId));
    }

    private void Fail(string reason)
    {
        Context.Parent.Tell(new PairingFailed(reason));
        Context.Stop(Self);
    }
}
