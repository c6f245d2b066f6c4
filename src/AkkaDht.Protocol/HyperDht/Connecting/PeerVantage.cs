namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>What a node knows of itself, and of the peer, at the moment when an attempt or a session begins.</summary>
public sealed record PeerVantage
{
    /// <summary>Where strangers reach this node; null unless that is known to work.</summary>
    public PeerAddress? RemoteAddress { get; init; }

    /// <summary>The addresses of this machine, each with the port of the server socket; a server gives those that it has tried.</summary>
    public IReadOnlyList<PeerAddress> LocalAddresses { get; init; } = [];

    /// <summary>The socket that requests leave from: the client socket of a node behind a firewall, else the server socket.</summary>
    public SocketRole RequestSocket { get; init; }

    /// <summary>Whether strangers cannot reach this node, as far as is known.</summary>
    public bool IsFirewalled { get; init; } = true;

    /// <summary>Nodes by which this peer was reached before, best first; empty when none are remembered.</summary>
    public IReadOnlyList<PeerAddress> CachedRelays { get; init; } = [];

    /// <summary>Where the peer announced itself to this very node; null when it did not.</summary>
    public PeerAddress? OwnRelay { get; init; }

    /// <summary>The way to this peer that an earlier connection left open; null when none is.</summary>
    public PeerRoute? Route { get; init; }
}
