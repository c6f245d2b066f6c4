using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Protomux;

namespace AkkaDht.Protocol.HyperDht.Relaying;

/// <summary>The channel between a relay and those who are to be joined (03-hyperdht.md §12).</summary>
internal static class BlindRelayProtocol
{
    private const string Name = "blind-relay";

    /// <summary>The channel of the peer whose public key is <paramref name="id"/>.</summary>
    public static ChannelSpec ChannelOf(ReadOnlyMemory<byte> id) => new(Name, id) { MessageTypes = RelayUnpair.Type + 1 };

    public static bool TrySend<TMessage>(this MuxChannel channel, int type, TMessage message)
        where TMessage : IWireMessage<TMessage>
    {
        if (!channel.TryReserve((ulong)type, message.Measure(), out var room)) return false;

        var writer = new CompactWriter(room);
        message.Encode(ref writer);
        return true;
    }
}
