using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// The value of PLUGIN (03-hyperdht.md §3.12).
/// <code>
/// | plugin | version | command | flags  | value            |
/// | string | uint    | uint    | 1 uint | buffer if flag 1 |
/// </code>
/// </summary>
/// <param name="Plugin">The name of the extension.</param>
/// <param name="Version">Its version, which has to be the receiver's.</param>
/// <param name="Command">What is asked of it.</param>
/// <param name="Value">The value; null when absent.</param>
public sealed record PluginMessage(string Plugin, ulong Version, ulong Command, ReadOnlyMemory<byte>? Value) : IWireMessage<PluginMessage>
{
    private const ulong ValueFlag = 1;

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out PluginMessage? message)
    {
        message = null;
        if (!reader.TryReadString(out var plugin) || !reader.TryReadUInt(out var version)) return false;
        if (!reader.TryReadUInt(out var command) || !reader.TryReadUInt(out var flags)) return false;

        ReadOnlySpan<byte> value = default;
        if (flags.Has(ValueFlag) && !reader.TryReadBuffer(out value)) return false;

        message = new PluginMessage(plugin, version, command, flags.Has(ValueFlag) ? value.ToArray() : (ReadOnlyMemory<byte>?)null);
        return true;
    }

    /// <inheritdoc/>
    public int Measure() =>
        CompactWriter.MeasureString(Plugin)
        + CompactWriter.MeasureUInt(Version)
        + CompactWriter.MeasureUInt(Command)
        + 1
        + (Value is { } value ? CompactWriter.MeasureBuffer(value.Length) : 0);

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        writer.WriteString(Plugin);
        writer.WriteUInt(Version);
        writer.WriteUInt(Command);
        writer.WriteUInt(Value is null ? 0 : ValueFlag);
        if (Value is { } value) writer.WriteBuffer(value.Span);
    }
}
