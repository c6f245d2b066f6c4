#if AKKA_EMBEDDED
using System.Text;
using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.SecretStreams;

namespace AkkaDht.Simulation.Nodes;

/// <summary>A connection of a node to a peer by its public key, which says something once it is open, and remembers what it heard.</summary>
public sealed class Caller
{
    private readonly DhtNode _node;
    private readonly IActorRef _owner;
    private IActorRef _connection = ActorRefs.Nobody;

    /// <summary>Begins to connect <paramref name="node"/> to <paramref name="peer"/>, to say <paramref name="words"/>.</summary>
    public Caller(DhtNode node, PeerSpec peer, string words = "hello")
    {
        _node = node;
        _owner = node.System.ActorOf(Props.Create(() => new Owner(this, new ConnectionSpec { Peer = peer }, words)));
    }

    /// <summary>Whether messages may be written.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What the peer has said.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>How it ended; null while it has not.</summary>
    public EndReason? End { get; private set; }

    /// <summary>Why it was never open.</summary>
    public ConnectFailure? Failure { get; private set; }

    /// <summary>Whether it got an answer or has ended.</summary>
    public bool HasOutcome => Heard.Count > 0 || End is not null;

    /// <summary>Says something more.</summary>
    public void Say(string words) => _connection.Tell(new ConnectionMessages.Write(Encoding.UTF8.GetBytes(words)), _owner);

    /// <summary>Ends it in order.</summary>
    public void Close() => _connection.Tell(ConnectionMessages.Close.Instance, _owner);

    /// <summary>Where its packets go; null when nobody knows.</summary>
    public async Task<PeerAddress?> GetPathAsync() =>
        (await _connection.Ask<ConnectionMessages.CurrentPath>(ConnectionMessages.GetPath.Instance)).Address;

    private sealed class Owner(Caller desk, ConnectionSpec spec, string words) : UntypedActor
    {
        protected override void PreStart() => desk._node.Actor.Tell(new ConnectionMessages.Open(spec with { Owner = Self }));

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case ConnectionMessages.Opening opening: desk._connection = opening.Connection; break;
                case ConnectionMessages.Opened: Opened(); break;
                case ConnectionMessages.Received received: Hear(received); break;
                case ConnectionMessages.RemoteEnded: Sender.Tell(ConnectionMessages.End.Instance); break;
                case ConnectionMessages.Closed closed: (desk.End, desk.Failure) = (closed.Reason, closed.Failure); break;
            }
        }

        private void Opened()
        {
            desk.IsOpen = true;
            desk.Say(words);
        }

        private void Hear(ConnectionMessages.Received received)
        {
            desk.Heard.Add(Encoding.UTF8.GetString(received.Bytes.Span));
            Sender.Tell(new ConnectionMessages.Demand(received.Cost));
            received.Return();
        }
    }
}
#endif
