using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.HyperDht;

/// <summary>Reads and writes each kind of <see cref="IWireMessage{TSelf}"/> as the whole value of a request, a reply or a box.</summary>
public static class WireMessages
{
    extension<TMessage>(TMessage message)
        where TMessage : IWireMessage<TMessage>
    {
        /// <summary>Reads a message from the start of <paramref name="bytes"/>; false when they are malformed. Bytes behind it are ignored.</summary>
        public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TMessage? decoded) =>
            TryDecode(bytes, out decoded, out _);

        /// <summary>Reads a message from the start of <paramref name="bytes"/> and says how many of them it took.</summary>
        public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TMessage? decoded, out int consumed)
        {
            var reader = new CompactReader(bytes);
            var isRead = TMessage.TryRead(ref reader, out decoded);
            consumed = reader.Position;
            return isRead;
        }

        /// <summary>The bytes of the message.</summary>
        public byte[] ToBytes()
        {
            var bytes = new byte[message.Measure()];
            var writer = new CompactWriter(bytes);
            message.Encode(ref writer);
            Invariant.That(writer.Position == bytes.Length, "a message is as long as it was measured");
            return bytes;
        }
    }
}
