using Akka.Actor;
using Akka.Dispatch;

namespace Akka.Event;

/// <summary>Watches the subscribers of an event stream and removes the dead ones.</summary>
internal sealed class EventStreamJanitor(EventStream stream, ActorPath path) : ActorRef
{
    public override ActorPath Path { get; } = path;

    public void Watch(IActorRef subscriber) => Of(subscriber)?.SendSystem(new Watch(this));

    public override void Tell(object message, IActorRef? sender) => RequireMessage(message);

    public override void SendSystem(SystemMessage message)
    {
        if (message is DeathWatchNotification death)
            stream.Unsubscribe(death.Actor);
    }
}
