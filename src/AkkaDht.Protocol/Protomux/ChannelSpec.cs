namespace AkkaDht.Protocol.Protomux;

/// <summary>A channel that somebody wants open. It meets the peer's open of the same name and id, in order of arrival (07-protomux-rpc.md A5).</summary>
/// <param name="Protocol">The name of the protocol.</param>
/// <param name="Id">Tells channels of one protocol apart; empty for none.</param>
public sealed record ChannelSpec(string Protocol, ReadOnlyMemory<byte> Id = default)
{
    /// <summary>Older names that the peer may call the protocol by; what this side says is <see cref="Protocol"/>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What the peer is told in the open, encoded; empty for nothing.</summary>
    public ReadOnlyMemory<byte> Handshake { get; init; }

    /// <summary>Whether it is refused while another channel of the same name and id is open.</summary>
    public bool IsUnique { get; init; } = true;

    /// <summary>How many types of message there are, from 0 on; messages of other types are ignored.</summary>
    public int MessageTypes { get; init; } = int.MaxValue;
}
