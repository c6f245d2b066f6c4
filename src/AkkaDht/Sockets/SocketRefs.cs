using System.Collections.Concurrent;
using Akka.Actor;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>The socket actors of a node, for those who send. Published by their supervisor, read by anybody.</summary>
internal sealed class SocketRefs
{
    private readonly ConcurrentDictionary<int, IActorRef> _pooled = [];
    private volatile IActorRef _server = ActorRefs.Nobody;
    private volatile IActorRef _client = ActorRefs.Nobody;

    public IActorRef this[SocketRole role]
    {
        get => role.Number switch { 0 => _server, 1 => _client, _ => _pooled.GetValueOrDefault(role.Number, ActorRefs.Nobody) };
        set
        {
            if (role == SocketRole.Server) _server = value;
            else if (role == SocketRole.Client) _client = value;
            else if (value.IsNobody()) _pooled.TryRemove(role.Number, out _);
            else _pooled[role.Number] = value;
        }
    }
}
