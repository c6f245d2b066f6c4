namespace AkkaDht.Protocol;

/// <summary>
/// Which of a node's sockets a datagram uses: the two that are always there (02-dht-rpc.md B1), or one of the pool, which is
/// opened for a hole punch and closed when nobody needs it any more (03-hyperdht.md §11).
/// </summary>
/// <param name="Number">0 and 1 for the two, from <see cref="FirstPooled"/> on for those of the pool, which never get the number of another one.</param>
public readonly record struct SocketRole(int Number)
{
    /// <summary>The number of the first socket of the pool.</summary>
    public const int FirstPooled = 2;

    /// <summary>Reachable at the node's own port; requests leave here once the node is not firewalled.</summary>
    public static SocketRole Server => default;

    /// <summary>Used for outgoing requests while the node is firewalled.</summary>
    public static SocketRole Client => new(1);

    /// <summary>Whether it is one of the pool.</summary>
    public bool IsPooled => Number >= FirstPooled;

    /// <inheritdoc/>
    public override string ToString() => Number switch { 0 => nameof(Server), 1 => nameof(Client), _ => $"Pooled {Number - FirstPooled}" };
}
