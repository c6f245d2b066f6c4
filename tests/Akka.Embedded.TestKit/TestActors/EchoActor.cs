using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Passes every message to the test actor and, unless told otherwise, back to its sender.</summary>
public class EchoActor : ReceiveActor
{
    /// <summary>An echo for a test.</summary>
    public EchoActor(TestKitBase testkit, bool echoBackToSenderAsWell = true)
    {
        ReceiveAny(message =>
        {
            var sender = Sender;
            if (echoBackToSenderAsWell && !sender.Equals(testkit.TestActor))
                sender.Tell(message, Self);
            testkit.TestActor.Tell(message, sender);
        });
    }

    /// <summary>How it is made.</summary>
    public static Props Props(TestKitBase testkit, bool echoBackToSenderAsWell = true) =>
        Actor.Props.Create(() => new EchoActor(testkit, echoBackToSenderAsWell));
}

/// <summary>Tells every message back to its sender.</summary>
public class SimpleEchoActor : ReceiveActor
{
    /// <summary>An echo.</summary>
    public SimpleEchoActor() => ReceiveAny(message => Sender.Tell(message, Self));

    /// <summary>How it is made.</summary>
    public static Props Props() => Actor.Props.Create(() => new SimpleEchoActor());
}
