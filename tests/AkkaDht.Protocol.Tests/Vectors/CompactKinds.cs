using System.Text.Json;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>One encoding between its JSON form and its bytes; <see cref="Read"/> answers <see cref="CompactKinds.Refused"/> for malformed bytes and is null where there is nothing to decode.</summary>
internal sealed record CompactKind(Func<JsonElement, int> Measure, CompactKind.WriteValue Write, CompactKind.ReadValue? Read)
{
    public delegate void WriteValue(ref CompactWriter writer, JsonElement value);

    public delegate object? ReadValue(ref CompactReader reader);
}

/// <summary>The kinds of compact-encoding.json.</summary>
internal static class CompactKinds
{
    public static readonly object Refused = new();

    private static readonly CompactKind UInt = new(
        value => CompactWriter.MeasureUInt(value.GetUInt64()),
        (ref writer, value) => writer.WriteUInt(value.GetUInt64()),
        (ref reader) => reader.TryReadUInt(out var number) ? number : Refused);

    private static readonly CompactKind Bool = new(
        _ => 1,
        (ref writer, value) => writer.WriteBool(value.GetBoolean()),
        (ref reader) => reader.TryReadBool(out var flag) ? flag : Refused);

    private static readonly CompactKind Buffer = new(
        value => CompactWriter.MeasureBuffer(value.Bytes().Length),
        (ref writer, value) => writer.WriteBuffer(value.Bytes()),
        (ref reader) => reader.TryReadBuffer(out var bytes) ? Hex(bytes) : Refused);

    private static readonly CompactKind Text = new(
        value => CompactWriter.MeasureString(value.GetString()),
        (ref writer, value) => writer.WriteString(value.GetString()),
        (ref reader) => reader.TryReadString(out var text) ? text : Refused);

    private static readonly CompactKind Fixed32 = new(
        _ => 32,
        (ref writer, value) => writer.WriteFixed32(value.Bytes()),
        (ref reader) => reader.TryReadFixed32(out var bytes) ? Hex(bytes) : Refused);

    private static readonly CompactKind UInt16 = new(
        _ => 2,
        (ref writer, value) => writer.WriteUInt16(value.GetUInt16()),
        (ref reader) => reader.TryReadUInt16(out var number) ? number : Refused);

    public static readonly IReadOnlyDictionary<string, CompactKind> All = new Dictionary<string, CompactKind>
    {
        ["uint"] = UInt,
        ["uint8"] = new(_ => 1, (ref writer, value) => writer.WriteUInt8(value.GetByte()), (ref reader) => reader.TryReadUInt8(out var number) ? number : Refused),
        ["uint16"] = UInt16,
        ["port"] = UInt16,
        ["uint24"] = new(_ => 3, (ref writer, value) => writer.WriteUInt24(value.GetUInt32()), (ref reader) => reader.TryReadUInt24(out var number) ? number : Refused),
        ["uint32"] = new(_ => 4, (ref writer, value) => writer.WriteUInt32(value.GetUInt32()), (ref reader) => reader.TryReadUInt32(out var number) ? number : Refused),
        ["uint40"] = new(_ => 5, (ref writer, value) => writer.WriteUInt40(value.GetUInt64()), (ref reader) => reader.TryReadUInt40(out var number) ? number : Refused),
        ["uint48"] = new(_ => 6, (ref writer, value) => writer.WriteUInt48(value.GetUInt64()), (ref reader) => reader.TryReadUInt48(out var number) ? number : Refused),
        ["uint56"] = new(_ => 7, (ref writer, value) => writer.WriteUInt56(value.GetUInt64()), (ref reader) => reader.TryReadUInt56(out var number) ? number : Refused),
        ["uint64"] = new(_ => 8, (ref writer, value) => writer.WriteUInt64(value.GetUInt64()), (ref reader) => reader.TryReadUInt64(out var number) ? number : Refused),
        ["int"] = new(
            value => CompactWriter.MeasureInt(value.GetInt64()),
            (ref writer, value) => writer.WriteInt(value.GetInt64()),
            (ref reader) => reader.TryReadInt(out var number) ? number : Refused),
        ["bool"] = Bool,
        ["bitfield7"] = new(_ => 1, WriteBitfield7, (ref reader) => reader.TryReadBitfield7(out var flags) ? Enumerable.Range(0, 7).Select(bit => (flags >> bit & 1) != 0) : Refused),
        ["buffer"] = Buffer,
        ["optionalBuffer"] = new(
            value => CompactWriter.MeasureBuffer(OptionalBytes(value).Length),
            (ref writer, value) => writer.WriteBuffer(OptionalBytes(value)),
            (ref reader) => !reader.TryReadOptionalBuffer(out var bytes, out var present) ? Refused : present ? Hex(bytes) : null),
        ["string"] = Text,
        ["raw"] = new(value => value.Bytes().Length, (ref writer, value) => writer.WriteRaw(value.Bytes()), (ref reader) => Hex(reader.ReadRaw())),
        ["fixed32"] = Fixed32,
        ["fixed64"] = new(_ => 64, (ref writer, value) => writer.WriteFixed64(value.Bytes()), (ref reader) => reader.TryReadFixed64(out var bytes) ? Hex(bytes) : Refused),
        ["uintArray"] = ArrayOf(UInt, minimumElementLength: 1),
        ["stringArray"] = ArrayOf(Text, minimumElementLength: 1),
        ["bufferArray"] = ArrayOf(Buffer, minimumElementLength: 1),
        ["fixed32Array"] = ArrayOf(Fixed32, minimumElementLength: 32),
        ["boolArray"] = ArrayOf(Bool, minimumElementLength: 1),
        ["rawArray"] = new(MeasureRawArray, WriteRawArray, Read: null),
        ["frameString"] = new(value => CompactWriter.MeasureBuffer(Text.Measure(value)), WriteFrame, ReadFrame),
        ["bitarray"] = new(
            value => CompactWriter.MeasureBits(value.GetArrayLength()),
            (ref writer, value) => writer.WriteBits([.. value.EnumerateArray().Select(bit => bit.GetBoolean())]),
            ReadBits),
        ["ipv4"] = new(_ => 4, (ref writer, value) => writer.WriteIpv4(Ipv4(value)), (ref reader) => reader.TryReadIpv4(out var host) ? Text4(host) : Refused),
        ["ipv4Address"] = new(
            _ => PeerAddress.WireLength,
            (ref writer, value) => writer.WritePeerAddress(value.Address()),
            (ref reader) => reader.TryReadPeerAddress(out var address) ? Json(address) : Refused),
        ["ipv4Array"] = new(
            value => CompactWriter.MeasurePeerAddresses(value.GetArrayLength()),
            (ref writer, value) => writer.WritePeerAddresses(Pack(value)),
            ReadIpv4Array),
        ["ipv6"] = new(_ => Ipv6Address.Length, (ref writer, value) => writer.WriteIpv6(Ipv6(value)), (ref reader) => reader.TryReadIpv6(out var host) ? host.ToString() : Refused),
        ["ipv6Address"] = Ipv6PeerAddressKind(),
        ["ipv6Array"] = ArrayOf(Ipv6PeerAddressKind(), Ipv6PeerAddress.WireLength),
        ["ip"] = new(
            value => CompactWriter.MeasureIp(Host(value)),
            (ref writer, value) => writer.WriteIp(Host(value)),
            (ref reader) => reader.TryReadIp(out var host) ? host.ToString() : Refused),
        ["ipAddress"] = new(
            value => CompactWriter.MeasureIp(Host(value.GetProperty("host"))) + 2,
            (ref writer, value) => writer.WriteIpAddress(Host(value.GetProperty("host")), value.GetProperty("port").GetUInt16()),
            (ref reader) => reader.TryReadIpAddress(out var host, out var port) ? new { host = host.ToString(), family = host.Family, port } : Refused),
    };

    private static CompactKind ArrayOf(CompactKind element, int minimumElementLength) => new(
        array => CompactWriter.MeasureUInt((ulong)array.GetArrayLength()) + array.EnumerateArray().Sum(element.Measure),
        (ref writer, array) =>
        {
            writer.WriteCount(array.GetArrayLength());
            foreach (var item in array.EnumerateArray()) element.Write(ref writer, item);
        },
        (ref reader) =>
        {
            if (!reader.TryReadCount(minimumElementLength, out var count)) return Refused;
            var items = new List<object?>();
            while (items.Count < count)
            {
                var item = element.Read!(ref reader);
                if (item == Refused) return Refused;
                items.Add(item);
            }

            return items;
        });

    private static CompactKind Ipv6PeerAddressKind() => new(
        _ => Ipv6PeerAddress.WireLength,
        (ref writer, value) => writer.WriteIpv6PeerAddress(new Ipv6PeerAddress(Ipv6(value.GetProperty("host")), value.GetProperty("port").GetUInt16())),
        (ref reader) => reader.TryReadIpv6PeerAddress(out var address) ? new { host = address.Host.ToString(), port = address.Port } : Refused);

    private static void WriteBitfield7(ref CompactWriter writer, JsonElement flags)
    {
        var bits = 0;
        foreach (var (bit, flag) in flags.EnumerateArray().Index()) bits |= flag.GetBoolean() ? 1 << bit : 0;
        writer.WriteBitfield7((byte)bits);
    }

    private static int MeasureRawArray(JsonElement array) =>
        CompactWriter.MeasureUInt((ulong)array.GetArrayLength()) + array.EnumerateArray().Sum(item => item.Bytes().Length);

    private static void WriteRawArray(ref CompactWriter writer, JsonElement array)
    {
        writer.WriteCount(array.GetArrayLength());
        foreach (var item in array.EnumerateArray()) writer.WriteRaw(item.Bytes());
    }

    private static void WriteFrame(ref CompactWriter writer, JsonElement text)
    {
        writer.WriteFrame(Text.Measure(text));
        Text.Write(ref writer, text);
    }

    private static object? ReadFrame(ref CompactReader reader) => reader.TryReadFrame(out var frame) ? Text.Read!(ref frame) : Refused;

    private static object? ReadBits(ref CompactReader reader)
    {
        if (!reader.TryReadBits(out var packed, out var count)) return Refused;
        var bits = new bool[count];
        for (var i = 0; i < count; i++) bits[i] = (packed[i >> 3] >> (i & 7) & 1) != 0;
        return bits;
    }

    private static object? ReadIpv4Array(ref CompactReader reader)
    {
        if (!reader.TryReadPeerAddresses(out var packed)) return Refused;
        var addresses = new List<object>();
        for (; !packed.IsEmpty; packed = packed[PeerAddress.WireLength..]) addresses.Add(Json(PeerAddress.Read(packed)));
        return addresses;
    }

    private static byte[] Pack(JsonElement addresses)
    {
        var packed = new byte[addresses.GetArrayLength() * PeerAddress.WireLength];
        foreach (var (index, address) in addresses.EnumerateArray().Index()) address.Address().CopyTo(packed.AsSpan(index * PeerAddress.WireLength));
        return packed;
    }

    private static byte[] OptionalBytes(JsonElement value) => value.ValueKind == JsonValueKind.Null ? [] : value.Bytes();

    private static IpHost Host(JsonElement text) =>
        PeerAddress.TryParseHost(text.GetString(), out var ipv4) ? new IpHost(ipv4) : new IpHost(Ipv6(text));

    private static uint Ipv4(JsonElement text) => PeerAddress.TryParseHost(text.GetString(), out var host) ? host : throw new FormatException($"{text} is no IPv4 host.");

    private static Ipv6Address Ipv6(JsonElement text) => Ipv6Address.TryParse(text.GetString(), out var host) ? host : throw new FormatException($"{text} is no IPv6 host.");

    private static string Text4(uint host) => new PeerAddress(host, 0).HostText;

    private static object Json(PeerAddress address) => new { host = address.HostText, port = address.Port };

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
