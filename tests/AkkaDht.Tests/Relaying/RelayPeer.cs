using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Relaying;
using AkkaDht.Protocol.Protomux;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Tests.Relaying;

/// <summary>A peer of a relay that says what a test wants.</summary>
internal sealed class RelayPeer(PublicKey publicKey)
{
    private volatile bool _isOpen;
    private volatile bool _isClosed;
    private volatile int _rejected;

    public IActorRef Actor { get; set; } = ActorRefs.Nobody;

    /// <summary>Whether the relay has opened the channel.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Whether the connection is over.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Other channels that the relay did not want.</summary>
    public int Rejected => _rejected;

    public void Do(Action<Mux, MuxChannel> command) => Actor.Tell(command);

    public void Pair(bool isInitiator, uint streamId) =>
        Do((_, channel) => Assert.True(channel.TrySend(RelayPair.Type, new RelayPair(isInitiator, RelayingTest.Token, streamId).ToBytes())));

    /// <summary>Owns the connection.</summary>
    internal sealed class Owner(RelayPeer peer) : UntypedActor
    {
        private MuxCarrier? _carrier;
        private MuxChannel? _channel;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Opened opened: Open(opened.Connection); break;
                case Received received: _carrier!.Handle(received); break;
                case Written written: _carrier!.Handle(written); break;
                case RemoteEnded ended: _carrier!.Handle(ended); break;
                case Closed: peer._isClosed = true; break;
                case Action<Mux, MuxChannel> command: command(_carrier!.Mux, _channel!); break;
                default: break;
            }

            _carrier?.Drain(Handle);
        }

        private void Open(IActorRef connection)
        {
            _carrier = new MuxCarrier(connection, Self, MuxSettings.Default);
            var id = new byte[PublicKey.Length];
            peer.Key.CopyTo(id);
            Assert.True(_carrier.Mux.TryOpen(new ChannelSpec("blind-relay", id), out _channel));
        }

        private void Handle(in MuxEvent happened)
        {
            if (happened.Channel == _channel) peer._isOpen |= happened.Kind == MuxEventKind.Opened;
            else if (happened.Kind == MuxEventKind.Closed) peer._rejected++;
        }
    }

    private PublicKey Key => publicKey;
}
