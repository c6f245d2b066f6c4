#if AKKA_EMBEDDED
using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Servers;

namespace AkkaDht.Simulation.Nodes;

/// <summary>A server of a node that sends back what it is sent, and remembers what happened.</summary>
public sealed class EchoServer
{
    private readonly IActorRef _owner;
    private IActorRef _server = ActorRefs.Nobody;

    /// <summary>Lets <paramref name="node"/> listen as <paramref name="spec"/> says.</summary>
    public EchoServer(DhtNode node, ServerSpec? spec = null) =>
        _owner = node.System.ActorOf(Props.Create(() => new Owner(this, node.Actor, spec ?? new ServerSpec())));

    /// <summary>What peers connect to; null until it is announced.</summary>
    public PublicKey? PublicKey { get; private set; }

    /// <summary>Why it does not listen; null while it does, or may.</summary>
    public ListenError? Error { get; private set; }

    /// <summary>Whether it is no more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Where its clients were when they were let in, one after another.</summary>
    public List<PeerAddress> Accepted { get; } = [];

    /// <summary>Connections that are open.</summary>
    public int Open { get; private set; }

    /// <summary>The nodes that it is announced at.</summary>
    public async Task<IReadOnlyList<PeerAddress>> GetRelaysAsync() =>
        [.. (await _server.Ask<ServerMessages.Relays>(ServerMessages.GetRelays.Instance)).Nodes.Select(node => node.Relay)];

    /// <summary>Closes it; its connections stay.</summary>
    public void Close() => _server.Tell(ServerMessages.Close.Instance, _owner);

    private sealed class Owner(EchoServer desk, IActorRef node, ServerSpec spec) : UntypedActor
    {
        protected override void PreStart() => node.Tell(new ServerMessages.Listen(spec with { Owner = Self }));

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case ServerMessages.Listening listening: (desk._server, desk.PublicKey) = (listening.Server, listening.PublicKey); break;
                case ServerMessages.ListenFailed failed: desk.Error = failed.Error; break;
                case ServerMessages.Accepted accepted: desk.Accepted.Add(accepted.From); break;
                case ServerMessages.Closed: desk.IsClosed = true; break;
                case ConnectionMessages.Opened: desk.Open++; break;
                case ConnectionMessages.Received received: Echo(received); break;
                case ConnectionMessages.RemoteEnded: Sender.Tell(ConnectionMessages.End.Instance); break;
                case ConnectionMessages.Closed: desk.Open--; break;
            }
        }

        private void Echo(ConnectionMessages.Received received)
        {
            Sender.Tell(new ConnectionMessages.Write(received.Bytes.ToArray()));
            Sender.Tell(new ConnectionMessages.Demand(received.Cost));
            received.Return();
        }
    }
}
#endif
