using Akka.Actor;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Requests;

namespace AkkaDht.Tests.Support;

/// <summary>Answers the requests of peers as a test says, and remembers them.</summary>
internal sealed class Handler(Func<IncomingRequest, object> answer) : UntypedActor
{
    /// <summary>Has <paramref name="node"/> answer with what <paramref name="answer"/> makes of each request: a message to the node.</summary>
    public static async Task<IActorRef> AnswerAsync(DhtNode node, ActorSystem system, Func<IncomingRequest, object> answer)
    {
        var handler = system.ActorOf(Props.Create(() => new Handler(answer)));
        node.HandleRequestsWith(handler);

        // The statistics come from the actor that was told of the handler before.
        await node.GetStatsAsync();
        return handler;
    }

    /// <summary>Has <paramref name="node"/> answer each request with an <see cref="Answer"/>.</summary>
    public static Task<IActorRef> RespondAsync(DhtNode node, ActorSystem system, Func<IncomingRequest, Answer> answer) =>
        AnswerAsync(node, system, request => new RequestMessages.Respond(request, answer(request)));

    protected override void OnReceive(object message) => Sender.Tell(answer(((RequestMessages.Incoming)message).Request));
}
