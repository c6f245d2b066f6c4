using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// The value of ANNOUNCE and UNANNOUNCE (03-hyperdht.md §3.6).
/// <code>
/// | flags  | peer               | refresh   | signature | bump      |
/// | 1 uint | record if flag 1   | 32 if 2   | 64 if 4   | uint if 8 |
/// </code>
/// With no peer it renews an earlier announcement by the token that the <see cref="Refresh"/> of that one is the hash of.
/// </summary>
/// <param name="Peer">Who is present.</param>
/// <param name="Refresh">With a peer: the hash of the token that renews this. Without: that token.</param>
/// <param name="Signature">The peer's, over what <see cref="RecordSignatures"/> says.</param>
/// <param name="Bump">Marks the topic as changed at this time, in Unix milliseconds; 0 does not.</param>
public sealed record Announcement(PeerRecord? Peer, SecretToken? Refresh, Signature? Signature, ulong Bump) : IWireMessage<Announcement>
{
    private const ulong PeerFlag = 1;
    private const ulong RefreshFlag = 2;
    private const ulong SignatureFlag = 4;
    private const ulong BumpFlag = 8;

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out Announcement? message)
    {
        message = null;
        if (!reader.TryReadUInt(out var flags)) return false;

        PeerRecord? peer = null;
        if (flags.Has(PeerFlag) && !PeerRecord.TryRead(ref reader, out peer)) return false;
        if (!reader.TryReadToken(flags.Has(RefreshFlag), out var refresh)) return false;

        ReadOnlySpan<byte> signature = default;
        if (flags.Has(SignatureFlag) && !reader.TryReadFixed64(out signature)) return false;

        var bump = 0ul;
        if (flags.Has(BumpFlag) && !reader.TryReadUInt(out bump)) return false;

        message = new Announcement(peer, refresh, flags.Has(SignatureFlag) ? Records.Signature.Read(signature) : null, bump);
        return true;
    }

    /// <inheritdoc/>
    public int Measure() =>
        1
        + (Peer?.Measure() ?? 0)
        + (Refresh is null ? 0 : SecretToken.Length)
        + (Signature is null ? 0 : Records.Signature.Length)
        + (Bump == 0 ? 0 : CompactWriter.MeasureUInt(Bump));

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        writer.WriteUInt(Flags());
        Peer?.Encode(ref writer);
        if (Refresh is { } refresh) writer.WriteToken(refresh);
        if (Signature is { } signature) signature.CopyTo(writer.Take(Records.Signature.Length));
        if (Bump != 0) writer.WriteUInt(Bump);
    }

    private ulong Flags() =>
        (Peer is null ? 0 : PeerFlag)
        | (Refresh is null ? 0 : RefreshFlag)
        | (Signature is null ? 0 : SignatureFlag)
        | (Bump == 0 ? 0 : BumpFlag);
}
