using Akka.Actor;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>The messages that a test actor takes as orders rather than putting them into its queue.</summary>
public static class TestActor
{
    /// <summary>Says which messages are not worth queueing.</summary>
    public delegate bool Ignore(object message);

    /// <summary>Ignore such messages from now on; null: ignore none.</summary>
    public sealed class SetIgnore(Ignore? ignore) : INoSerializationVerificationNeeded
    {
        /// <summary>Which messages.</summary>
        public Ignore? Ignore => ignore;
    }

    /// <summary>Watch an actor.</summary>
    public sealed class Watch(IActorRef actorToWatch) : INoSerializationVerificationNeeded
    {
        /// <summary>The actor.</summary>
        public IActorRef Actor => actorToWatch;
    }

    /// <summary>Watch an actor no longer.</summary>
    public sealed class Unwatch(IActorRef actorToUnwatch) : INoSerializationVerificationNeeded
    {
        /// <summary>The actor.</summary>
        public IActorRef Actor => actorToUnwatch;
    }

    /// <summary>Answer messages with a pilot.</summary>
    public sealed class SetAutoPilot(AutoPilot autoPilot) : INoSerializationVerificationNeeded
    {
        /// <summary>The pilot.</summary>
        public AutoPilot AutoPilot => autoPilot;
    }

    /// <summary>Create a child and tell its reference to the sender.</summary>
    public sealed class Spawn(Props props, Option<string> name, Option<SupervisorStrategy> supervisorStrategy)
        : INoSerializationVerificationNeeded
    {
        internal Option<SupervisorStrategy> Strategy => supervisorStrategy;

        /// <summary>Creates the child.</summary>
        public IActorRef Apply(IActorRefFactory context) =>
            name.HasValue ? context.ActorOf(props, name.Value) : context.ActorOf(props);
    }
}
