using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Records;

// What the servers of this node and its router tell each other.
public static partial class RecordMessages
{
    /// <summary>A server listens: what comes for its target is told to it as <see cref="Handshake"/> and <see cref="Holepunch"/>, until it stops.</summary>
    internal sealed record Register(NodeId Target, IActorRef Server, PeerRecord Record) : ICommand;

    /// <summary>A server listens no more.</summary>
    internal sealed record Unregister(NodeId Target, IActorRef Server) : ICommand;

    /// <summary>A client's handshake, told to the server; answered with <see cref="AnswerHandshake"/> or <see cref="Ignore"/>.</summary>
    internal sealed record Handshake(IncomingRequest Request, HandshakeMessage Message) : IEvent;

    /// <summary>A client's round of a hole punch, told to the server; answered with <see cref="AnswerHolepunch"/> or <see cref="Ignore"/>.</summary>
    internal sealed record Holepunch(IncomingRequest Request, HolepunchMessage Message) : IEvent;

    /// <summary>A server answers a handshake, by <paramref name="Socket"/> instead of the one it came in on.</summary>
    internal sealed record AnswerHandshake(IncomingRequest Request, HandshakeMessage Received, ReadOnlyMemory<byte> Noise, SocketRole? Socket) : ICommand;

    /// <summary>A server answers a round of a hole punch, by <paramref name="Socket"/> instead of the one it came in on.</summary>
    internal sealed record AnswerHolepunch(IncomingRequest Request, HolepunchMessage Received, ReadOnlyMemory<byte> Payload, SocketRole? Socket) : ICommand;

    /// <summary>A server leaves a client without an answer.</summary>
    internal sealed record Ignore(IncomingRequest Request) : ICommand;

    /// <summary>An attempt asks from where a server announced itself at this node; answered with <see cref="Relay"/>.</summary>
    internal sealed record GetRelay(NodeId Target) : IAsk<Relay>;

    /// <summary>From where that was; null when it did not.</summary>
    internal sealed record Relay(NodeId Target, PeerAddress? Address) : IEvent;

    /// <summary>An operation withdraws at this node what the owner of a key announced.</summary>
    internal sealed record Withdraw(NodeId Target, PublicKey Key) : ICommand;
}
