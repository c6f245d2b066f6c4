using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>From the decision to reply to the bytes of the reply.</summary>
internal sealed partial class IncomingRequests
{
    private const int MaxCloserNodes = 20;

    private static Draft ReplyTo(SocketRole socket, PeerAddress from, in RequestDatagram request) =>
        new(socket, from, request.Tid) { Target = request.HasTarget ? request.Target : null };

    private void Reply(Instant now, NodeIdentity identity, in Draft draft, ReadOnlySpan<byte> value = default)
    {
        Span<byte> closer = stackalloc byte[MaxCloserNodes * PeerAddress.WireLength];
        var count = draft.Target is { } target ? identity.Table.CopyClosest(target, closer, MaxCloserNodes) : 0;
        var showsId = identity.ShowsIdOn(draft.Socket);
        var reply = new ReplyDatagram
        {
            Tid = draft.Tid,
            To = draft.To,
            HasId = showsId,
            Id = showsId ? identity.Table.Id : default,
            HasToken = draft.HasToken,
            Token = draft.HasToken ? tokens.Issue(now, draft.To.Host) : default,
            CloserNodes = closer[..(count * PeerAddress.WireLength)],
            Error = draft.Error,
            HasValue = draft.HasValue,
            Value = value,
        };

        var length = reply.Measure();
        if (!IsExempt(draft.To) && !_bytes.TrySpend(now, draft.To.Host, length))
        {
            _stats.AmplificationRefused++;
            return;
        }

        reply.Encode(transmits.Reserve(length));
        transmits.AddReserved(length, draft.Socket, draft.To);
        _stats.Replies++;
    }

    private void Relay(NodeIdentity identity, IncomingRequest request, ReadOnlyMemory<byte>? value, PeerAddress to, SocketRole socket)
    {
        var showsId = identity.ShowsIdOn(socket);
        var relayed = new RequestDatagram
        {
            Tid = request.Tid,
            To = to,
            HasId = showsId,
            Id = showsId ? identity.Table.Id : default,
            Command = request.Command,
            HasTarget = request.Target is not null,
            Target = request.Target ?? default,
            HasValue = value is not null,
            Value = value is { } bytes ? bytes.Span : default,
        };
        var length = relayed.Measure();
        relayed.Encode(transmits.Reserve(length));
        transmits.AddReserved(length, socket, to);
    }

    /// <summary>A reply before it has bytes: where it goes and what it carries besides its value.</summary>
    private readonly record struct Draft(SocketRole Socket, PeerAddress To, ushort Tid)
    {
        public NodeId? Target { get; init; }
        public bool HasToken { get; init; }
        public ulong Error { get; init; }
        public bool HasValue { get; init; }
    }
}
