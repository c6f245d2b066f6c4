using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Connections;
using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Sockets;
using AkkaDht.Tests.Support;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Tests.Connections;

/// <summary>Connections of one node with themselves: owners are probes, packets go over a <see cref="Wire"/>, and time stands still.</summary>
public abstract class ConnectionsTest : PartsTest
{
    private int _connections;

    private protected Wire.Fate Fate { get; } = new();

    private protected static KeyPair LeftKey { get; } = KeyPair.Generate(Crypto, new SystemRandom());

    private protected static KeyPair RightKey { get; } = KeyPair.Generate(Crypto, new SystemRandom());

    private protected StreamTable Streams => Parts.Streams;

    /// <summary>One side: who owns it, where it is, and what its owner was told first.</summary>
    internal sealed record Side(TestProbe Owner, IActorRef Connection, Opening Opening)
    {
        public void Tell(object message) => Connection.Tell(message, Owner.Ref);

        public TMessage Expect<TMessage>() => Owner.ExpectMsg<TMessage>(TimeSpan.FromSeconds(10));
    }

    /// <summary>A connection that has its id and does not know its peer.</summary>
    private protected Side Reserve(ConnectionSpec? spec = null)
    {
        var owner = CreateTestProbe();
        var connection = StartConnection(spec, owner);
        return new Side(owner, connection, owner.ExpectMsg<Opening>());
    }

    private protected IActorRef StartConnection(ConnectionSpec? spec, TestProbe owner)
    {
        var (parts, memory) = (Parts, new ConnectionMemory(spec ?? new(), owner.Ref));
        ConnectToWire();
        return Start(Props.Create(() => new ConnectionActor(parts, memory)), $"c-{++_connections}");
    }

    /// <summary>Two sides that have opened; the left one spoke first.</summary>
    private protected (Side Left, Side Right) Open(ConnectionSpec? leftSpec = null, ConnectionSpec? rightSpec = null)
    {
        var (left, right) = (Reserve(leftSpec), Reserve(rightSpec));
        Join(left, left.Opening, right, right.Opening);
        return (left, right);
    }

    private protected static void Join(Side left, Opening leftOpening, Side right, Opening rightOpening)
    {
        right.Tell(new Connect(new StreamRoute(leftOpening.LocalId, Address: null), KeyAgreement.Await(RightKey)));
        left.Tell(new Connect(new StreamRoute(rightOpening.LocalId, Wire.Address), KeyAgreement.Introduce(LeftKey)));
        left.Expect<Opened>();
        right.Expect<Opened>();
    }

    /// <summary>The next message of this kind, while time passes; others are left out.</summary>
    private protected TMessage ExpectInTime<TMessage>(Side side, TimeSpan? step = null) where TMessage : class
    {
        TMessage? found = null;
        AwaitCondition(
            () =>
            {
                Advance(step ?? TimeSpan.FromMilliseconds(5));
                while (found is null && side.Owner.ReceiveOne(TimeSpan.FromMilliseconds(2)) is { } message) found = message as TMessage;
                return found is not null;
            },
            TimeSpan.FromSeconds(20),
            TimeSpan.FromMilliseconds(1));
        return found!;
    }

    private protected static void Write(Side side, byte[] bytes)
    {
        side.Tell(new Write(bytes));
        side.Expect<Written>();
    }

    private protected static byte[] Read(Side side) => side.Expect<Received>().Bytes.ToArray();

    private protected void ConnectToWire()
    {
        if (!Parts.SocketRefs[SocketRole.Server].IsNobody()) return;

        var (streams, fate) = (Streams, Fate);
        Parts.SocketRefs[SocketRole.Server] = Parts.SocketRefs[SocketRole.Client] = Sys.ActorOf(Props.Create(() => new Wire(streams, fate)), "wire");
    }
}
