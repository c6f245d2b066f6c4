using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.HyperDht.Relaying;

/// <summary>
/// Asks a relay to join this end with the one that shows the same token and has the other role, and answers that it has
/// (03-hyperdht.md §12). Reference: blind-relay <c>lib/messages.js</c>.
/// <code>
/// | flags | token | stream | seq  |
/// | 1     | 32    | uint   | uint |
/// </code>
/// Bit 0 of the flags says that the sender is the initiator.
/// </summary>
/// <param name="IsInitiator">The role of the end that asks; the answer repeats it.</param>
/// <param name="Token">What both ends know.</param>
/// <param name="StreamId">The id of the sender's stream, 32 bits where it is honest.</param>
/// <param name="Seq">The sequence number that the stream starts at.</param>
public sealed record RelayPair(bool IsInitiator, SecretToken Token, ulong StreamId, ulong Seq = 0) : IWireMessage<RelayPair>
{
    /// <summary>The number of the message in its channel.</summary>
    public const int Type = 0;

    private const byte InitiatorFlag = 1;

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out RelayPair? message)
    {
        message = null;
        if (!reader.TryReadBitfield7(out var flags) || !reader.TryReadFixed32(out var token)) return false;
        if (!reader.TryReadUInt(out var streamId) || !reader.TryReadUInt(out var seq)) return false;

        message = new RelayPair((flags & InitiatorFlag) != 0, SecretToken.Read(token), streamId, seq);
        return true;
    }

    /// <inheritdoc/>
    public int Measure() => 1 + SecretToken.Length + CompactWriter.MeasureUInt(StreamId) + CompactWriter.MeasureUInt(Seq);

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        writer.WriteBitfield7(IsInitiator ? InitiatorFlag : (byte)0);
        writer.WriteToken(Token);
        writer.WriteUInt(StreamId);
        writer.WriteUInt(Seq);
    }
}

/// <summary>
/// Withdraws a <see cref="RelayPair"/>, or ends what came of it.
/// <code>
/// | flags (0) | token |
/// | 1         | 32    |
/// </code>
/// </summary>
/// <param name="Token">What both ends know.</param>
public sealed record RelayUnpair(SecretToken Token) : IWireMessage<RelayUnpair>
{
    /// <summary>The number of the message in its channel.</summary>
    public const int Type = 1;

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out RelayUnpair? message)
    {
        message = null;
        if (!reader.TryReadBitfield7(out _) || !reader.TryReadFixed32(out var token)) return false;

        message = new RelayUnpair(SecretToken.Read(token));
        return true;
    }

    /// <inheritdoc/>
    public int Measure() => 1 + SecretToken.Length;

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        writer.WriteBitfield7(0);
        writer.WriteToken(Token);
    }
}
