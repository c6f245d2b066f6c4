using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Connections;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.Udx;
using AkkaDht.Relaying;
using AkkaDht.Tests.Connections;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Tests.Relaying;

/// <summary>A relay and those who use it, all within one node: connections between them are real, and go over a <see cref="Wire"/>.</summary>
public abstract class RelayingTest : ConnectionsTest
{
    private uint _lastId = 100;
    private int _started;

    private protected static KeyPair RelayKey { get; } = KeyPair.Generate(Crypto, new Driving.SystemRandom());

    internal static SecretToken Token { get; } = SecretToken.Random(new Driving.SystemRandom());

    /// <summary>Stands for the connections' supervisor: the test opens what is asked for.</summary>
    private protected TestProbe Opener => field ??= CreateOpener();

    private protected IActorRef StartRelay()
    {
        var parts = Parts;
        return Start(Props.Create(() => new RelayActor(parts)), "relay");
    }

    /// <summary>An actor that has a stream joined, which <paramref name="parent"/> hears of.</summary>
    private protected IActorRef StartClient(TestProbe parent, bool isInitiator, StreamId localId, SecretToken? token = null)
    {
        Assert.NotNull(Opener);
        var props = RelayClientActor.Props(Parts, RelayKey.PublicKey, token ?? Token, isInitiator, localId);
        return parent.ChildActorOf(props, $"client-{++_started}", new OneForOneStrategy(_ => Directive.Restart));
    }

    /// <summary>Opens the connection that a client has asked for, to the relay; answers both ends of it.</summary>
    private protected (IActorRef OfClient, IActorRef OfRelay) ConnectToRelay(IActorRef relay)
    {
        var spec = Opener.ExpectMsg<Open>(TimeSpan.FromSeconds(10)).Spec;
        Assert.Equal(RelayKey.PublicKey, spec.Peer!.PublicKey);
        return Connect(spec.Owner!, Parts.KeyPair, relay);
    }

    /// <summary>A connection between two actors that own its ends.</summary>
    private protected (IActorRef OfClient, IActorRef OfRelay) Connect(IActorRef client, KeyPair clientKey, IActorRef relay)
    {
        var (clientId, relayId) = (new StreamId(++_lastId), new StreamId(++_lastId));
        var (ofClient, ofRelay) = (StartOwned(client, clientId), StartOwned(relay, relayId));
        var (initiator, responder) = Agree(clientKey, RelayKey);
        ofRelay.Tell(new Connect(new StreamRoute(clientId, Address: null), KeyAgreement.By(responder)));

        // A first packet that came before the other side was ready would be sent again a second later only.
        ofRelay.Tell(GetConnectionStats.Instance, TestActor);
        FishForMessage<ConnectionStats>(_ => true);
        ofClient.Tell(new Connect(new StreamRoute(relayId, Wire.Address), KeyAgreement.By(initiator)));
        return (ofClient, ofRelay);
    }

    /// <summary>The keys of two sides that have shaken hands elsewhere.</summary>
    private protected static (HandshakeResult Initiator, HandshakeResult Responder) Agree(KeyPair first, KeyPair second)
    {
        var random = new Driving.SystemRandom();
        var initiator = new HandshakeState(Crypto, random, NoisePattern.IK, isInitiator: true, [], first, second.PublicKey);
        var responder = new HandshakeState(Crypto, random, NoisePattern.IK, isInitiator: false, [], second, remoteStatic: null);
        Carry(initiator, responder);
        Carry(responder, initiator);
        return (initiator.Result!, responder.Result!);
    }

    /// <summary>Waits for something, while time passes.</summary>
    private protected void InTime(Func<bool> holds, TimeSpan? step = null) => AwaitCondition(
        () =>
        {
            Advance(step ?? TimeSpan.FromMilliseconds(1));
            return holds();
        },
        TimeSpan.FromSeconds(20),
        TimeSpan.FromMilliseconds(2));

    private static void Carry(HandshakeState from, HandshakeState to)
    {
        var message = new byte[from.MeasureMessage(0)];
        from.WriteMessage([], message);
        Assert.Equal(NoiseError.None, to.TryReadMessage(message, new byte[message.Length], out _));
    }

    private IActorRef StartOwned(IActorRef owner, StreamId id)
    {
        ConnectToWire();
        var (parts, memory) = (Parts, new ConnectionMemory(new ConnectionSpec { LocalId = id }, owner));
        return Start(Props.Create(() => new ConnectionActor(parts, memory)), $"owned-{id}");
    }

    private TestProbe CreateOpener()
    {
        var opener = CreateTestProbe("opener");
        Parts.Connections = opener.Ref;
        return opener;
    }
}
