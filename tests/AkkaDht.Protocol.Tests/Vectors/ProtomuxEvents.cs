using System.Text;
using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Protomux;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Something that happened to a muxer, with bytes of its own.</summary>
internal sealed record SeenEvent(MuxEventKind Kind, string Protocol, ulong Type, byte[] Bytes, bool IsRemote)
{
    public static SeenEvent Of(in MuxEvent happened) => new(
        happened.Kind,
        happened.Channel?.Spec.Protocol ?? happened.Request?.Protocol ?? "",
        happened.Type,
        happened.Kind == MuxEventKind.Requested ? happened.Request!.Id.ToArray() : happened.Bytes.ToArray(),
        happened.IsRemote);
}

/// <summary>The sentences in which protomux.json tells what happened. The programs behind the scenarios say the same in different words.</summary>
internal static class ProtomuxEvents
{
    /// <summary>What a sentence is about; null for the end of all handlers, which is no event of ours.</summary>
    public static MuxEventKind? KindOf(string sentence) => sentence.Split(' ')[0] switch
    {
        "open" => MuxEventKind.Opened,
        "close" => MuxEventKind.Closed,
        "notified" => MuxEventKind.Requested,
        "destroy" => null,
        _ => MuxEventKind.Received,
    };

    public static bool Says(string sentence, SeenEvent seen) => seen.Kind == KindOf(sentence) && seen.Kind switch
    {
        MuxEventKind.Opened => sentence.Length <= "open ".Length || Values(seen.Bytes).Any(value => sentence == $"open {value}" || sentence == $"open handshake={value}"),
        MuxEventKind.Closed => sentence.EndsWith(seen.IsRemote ? "true" : "false", StringComparison.Ordinal),
        MuxEventKind.Requested => sentence == "notified" || sentence == $"notified id={Convert.ToHexStringLower(seen.Bytes)}",
        _ => Messages(seen).Contains(sentence),
    };

    private static IEnumerable<string> Messages(SeenEvent seen) =>
        from verb in new[] { "", "got ", "message " }
        from name in new[] { "", $"type{seen.Type} ", $"type {seen.Type} ", $"{seen.Protocol} ", $"{seen.Protocol} type{seen.Type} " }
        from value in Values(seen.Bytes)
        select verb + name + value;

    // Bytes as they are, or what an encoding makes of them.
    private static IEnumerable<string> Values(byte[] bytes)
    {
        yield return Convert.ToHexStringLower(bytes);
        yield return Encoding.UTF8.GetString(bytes);
        var text = new CompactReader(bytes);
        if (text.TryReadString(out var decoded)) yield return decoded;
        var number = new CompactReader(bytes);
        if (number.TryReadUInt(out var value)) yield return $"{value}";
    }
}
