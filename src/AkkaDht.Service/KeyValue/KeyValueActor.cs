using Akka.Actor;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Requests;

namespace AkkaDht.Service.KeyValue;

/// <summary>
/// Serves the key/value example of the dht-rpc README: command 0 stores a value under its SHA-256 when the request carries a
/// valid token, and answers with the value of its target otherwise.
/// </summary>
internal sealed class KeyValueActor(ValueStore store) : UntypedActor
{
    /// <summary>The command of the example, for both directions.</summary>
    public const ulong Values = 0;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RequestMessages.Incoming incoming: Sender.Tell(new RequestMessages.Respond(incoming.Request, Handle(incoming.Request))); break;
            default: Unhandled(message); break;
        }
    }

    private Answer Handle(IncomingRequest request)
    {
        if (request.Command != Values) return Answer.Failure(ErrorCodes.UnknownCommand);

        if (request is { Token: not null, Value: { } value })
        {
            store.Store(value);
            return Answer.Success();
        }

        return Answer.Success(request.Target is { } target ? store.Find(target) : null);
    }
}
