using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>One thing that a muxer says: control messages are of channel 0.</summary>
internal sealed record ProtomuxOperation(ulong Channel, ulong Type, byte[] Body)
{
    private const ulong Batch = 0;
    private const ulong Open = 1;
    private const ulong Reject = 2;
    private const ulong Close = 3;

    /// <summary>What an open says; null when this is none.</summary>
    public OpenBody? Opened => Is(Open) ? OpenBody.Read(Body) : null;

    /// <summary>The number that is rejected; null when nothing is.</summary>
    public ulong? Rejected => Is(Reject) ? Number(Body) : null;

    /// <summary>The number that is closed; null when nothing is.</summary>
    public ulong? Closed => Is(Close) ? Number(Body) : null;

    /// <summary>Cuts a frame of an honest writer into what it says.</summary>
    public static (ProtomuxOperation[] Said, bool IsBatch) Read(byte[] frame)
    {
        var (channel, type, rest) = ReadHead(frame);
        if (channel != 0 || type != Batch) return ([new ProtomuxOperation(channel, type, rest)], false);

        var reader = new CompactReader(rest);
        Assert.True(reader.TryReadUInt(out channel));
        var said = new List<ProtomuxOperation>();
        while (reader.Remaining > 0)
        {
            Assert.True(reader.TryReadBuffer(out var item));
            if (item.IsEmpty)
            {
                Assert.True(reader.TryReadUInt(out channel));
                continue;
            }

            var item0 = new CompactReader(item);
            Assert.True(item0.TryReadUInt(out type));
            said.Add(new ProtomuxOperation(channel, type, item0.ReadRaw().ToArray()));
        }

        return ([.. said], true);
    }

    private bool Is(ulong control) => Channel == 0 && Type == control;

    private static (ulong Channel, ulong Type, byte[] Body) ReadHead(byte[] frame)
    {
        var reader = new CompactReader(frame);
        ulong type = 0;
        Assert.True(reader.TryReadUInt(out var channel) && reader.TryReadUInt(out type));
        return (channel, type, reader.ReadRaw().ToArray());
    }

    private static ulong Number(byte[] body)
    {
        var reader = new CompactReader(body);
        Assert.True(reader.TryReadUInt(out var number));
        return number;
    }

    /// <summary>The body of an open.</summary>
    public sealed record OpenBody(ulong LocalId, string Protocol, byte[] Id, byte[] Handshake)
    {
        public static OpenBody Read(byte[] body)
        {
            var reader = new CompactReader(body);
            var protocol = "";
            ReadOnlySpan<byte> id = default;
            Assert.True(reader.TryReadUInt(out var localId) && reader.TryReadString(out protocol) && reader.TryReadBuffer(out id));
            return new OpenBody(localId, protocol, id.ToArray(), reader.ReadRaw().ToArray());
        }

        /// <summary>Whether both are for one channel.</summary>
        public bool Meets(OpenBody other) => Protocol == other.Protocol && Id.AsSpan().SequenceEqual(other.Id);
    }
}
