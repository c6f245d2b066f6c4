using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.HyperDht.Relaying;

/// <summary>Two streams that a <see cref="BlindRelayServer"/> has joined, or is about to.</summary>
public sealed class RelayLink
{
    internal RelayLink(SecretToken token, RelayEnd responder, RelayEnd initiator) => (Token, Responder, Initiator) = (token, responder, initiator);

    /// <summary>The end that is not the initiator.</summary>
    public RelayEnd Responder { get; }

    /// <summary>The end that is the initiator.</summary>
    public RelayEnd Initiator { get; }

    /// <summary>Whether it is over.</summary>
    public bool IsEnded { get; internal set; }

    /// <summary>Whatever the owner of the relay wants to find with it.</summary>
    public object? Tag { get; set; }

    internal SecretToken Token { get; }
}

/// <summary>One end of a pair.</summary>
/// <param name="Session">Who asked for it.</param>
/// <param name="RemoteId">The id of that peer's stream: what packets to it carry.</param>
public readonly record struct RelayEnd(RelaySession Session, StreamId RemoteId);

/// <summary>Ends that have shown a token, by their roles, until there are both.</summary>
internal sealed class PendingPair(SecretToken token, Instant expiresAt)
{
    public SecretToken Token => token;

    public Instant ExpiresAt => expiresAt;

    public RelayEnd? Initiator { get; set; }

    public RelayEnd? Responder { get; set; }
}

/// <summary>What a <see cref="BlindRelayServer"/> wants done.</summary>
public abstract record RelayAction
{
    private RelayAction()
    {
    }

    /// <summary>Give both ends a stream id of this node and pass packets on; <see cref="BlindRelayServer.HandleOpened"/> or <see cref="BlindRelayServer.HandleEnded"/> follows.</summary>
    public sealed record Open(RelayLink Link) : RelayAction;

    /// <summary>Nothing more is passed on.</summary>
    public sealed record End(RelayLink Link) : RelayAction;

    /// <summary>The peer has closed its channel, or the stream has failed: its connection serves nothing any more.</summary>
    public sealed record Leave(RelaySession Session) : RelayAction;
}
