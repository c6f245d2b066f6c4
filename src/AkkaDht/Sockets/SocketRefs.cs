using Akka.Actor;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>The socket actors of a node, for those who send. Published by their supervisor, read by anybody.</summary>
internal sealed class SocketRefs
{
    private volatile IActorRef _server = ActorRefs.Nobody;
    private volatile IActorRef _client = ActorRefs.Nobody;

    public IActorRef this[SocketRole role]
    {
        get => role == SocketRole.Server ? _server : _client;
        set
        {
            if (role == SocketRole.Server) _server = value;
            else _client = value;
        }
    }
}
