using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.HyperDht;

/// <summary>A message between its bytes and its meaning; its layout stands above each. <see cref="WireMessages"/> reads and writes whole ones.</summary>
/// <typeparam name="TSelf">The message.</typeparam>
public interface IWireMessage<TSelf>
    where TSelf : IWireMessage<TSelf>
{
    /// <summary>Reads a message, which outlives the bytes; false when they are malformed. What follows it is left to the caller.</summary>
    static abstract bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out TSelf? message);

    /// <summary>Length on the wire, in bytes.</summary>
    int Measure();

    /// <summary>Writes the message, <see cref="Measure"/> bytes.</summary>
    void Encode(ref CompactWriter writer);
}
