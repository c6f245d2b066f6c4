using System.Buffers.Binary;
using System.Text.Json;
using AkkaDht.Protocol.Tests.Udx;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>
/// Packets made up for one end of the reference, and its answers. A step without input is something that the end did by itself;
/// what it was, is seen from what it sent.
/// </summary>
internal sealed class UdxStimulus
{
    private static readonly PeerAddress Remote = new(0x7f000001, 4001);

    private readonly JsonElement[] _steps;
    private readonly StreamId _id;
    private readonly StreamHarness _end;
    private Instant _now = Instant.FromMilliseconds(1000);
    private uint _sentUpTo;

    public UdxStimulus(JsonElement stimulus)
    {
        _steps = [.. stimulus.GetProperty("steps").EnumerateArray()];
        _id = new StreamId(stimulus.GetProperty("streamId").GetUInt32());
        _end = new StreamHarness(new UdxStream(_id, UdxSettings.Default));
        _end.Stream.Connect(_now, new StreamPath(SocketRole.Server, Remote, new StreamId(stimulus.GetProperty("remoteId").GetUInt32())));
    }

    public void Run()
    {
        foreach (var (index, step) in _steps.Index()) Run(index, step);
    }

    private void Run(int index, JsonElement step)
    {
        byte[][] expected = [.. step.GetProperty("replies").EnumerateArray().Select(reply => reply.Hex())];
        _end.Events.Clear();
        if (step.Has("input")) Receive(step.BytesOf("input"), expected);
        else Act(index, expected);

        // What it does not do at once it does in time.
        for (var waits = 0; _end.Sent.Count < expected.Length && waits < 10 && _end.Stream.NextDeadline != Instant.Never; waits++)
        {
            _now = _end.Stream.NextDeadline;
            _end.Stream.HandleTimeout(_now);
            _end.Drain(_now);
        }

        var sent = _end.Sent.Select(sent => sent.Packet).ToArray();
        _end.Sent.Clear();
        var name = step.GetProperty("step").GetString();
        Assert.True(expected.Length == sent.Length, $"{name}: {expected.Length} packets expected, {sent.Length} sent.");
        foreach (var (wanted, actual) in expected.Zip(sent)) Assert.Equal(Convert.ToHexStringLower(wanted), Convert.ToHexStringLower(actual));
        Assert.Equal(step.GetProperty("events").EnumerateArray().Select(happened => happened.GetString()), _end.Events);
        _now += TimeSpan.FromMilliseconds(1);
    }

    private void Receive(byte[] input, byte[][] expected)
    {
        if (!PacketHeader.TryReadId(input, out var id) || id != _id || _end.Stream.IsClosed)
        {
            _end.Events.Add($"passed on as a plain datagram {Convert.ToHexStringLower(input)}");
            return;
        }

        ReceiveUnlisted(input, expected);
        _end.Receive(_now, input, Remote);
    }

    // A step may tell of the last of many packets only: the answer names those that came before.
    private void ReceiveUnlisted(byte[] input, byte[][] expected)
    {
        var listed = BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(12));
        foreach (var reply in expected)
        {
            var isFull = reply[2] == (byte)PacketType.Sack && SelectiveAck.Count(reply.AsSpan(PacketHeader.Length)) == SelectiveAck.MaxRanges;
            if (!isFull) continue;

            for (var i = 0; i < SelectiveAck.MaxRanges; i++) ReceiveCopy(input, SelectiveAck.Read(reply.AsSpan(PacketHeader.Length), i).Start);
            for (var number = SelectiveAck.Read(reply.AsSpan(PacketHeader.Length), SelectiveAck.MaxRanges - 1).End + 1; number < listed; number += 2) ReceiveCopy(input, number);
        }
    }

    private void ReceiveCopy(byte[] input, uint number)
    {
        var copy = input.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(12), number);
        _end.Receive(_now, copy, Remote);
        _end.Sent.Clear();
    }

    private void Act(int index, byte[][] expected)
    {
        var wroteBefore = _sentUpTo;
        foreach (var reply in expected) WriteIfNew(reply);

        // Only questions for the window: what waits for the answer is seen when it has come.
        if (_sentUpTo == wroteBefore) WriteAhead(index);
        _end.Drain(_now);
    }

    private void WriteAhead(int index)
    {
        var later = _steps.Skip(index + 1).SelectMany(step => step.GetProperty("replies").EnumerateArray()).Select(reply => reply.Hex());
        Assert.True(later.Any(WriteIfNew), "Nothing shows what was written.");
    }

    private bool WriteIfNew(byte[] packet)
    {
        Assert.True(PacketHeader.TryRead(packet, out var header));
        if ((header.Type & (PacketType.Data | PacketType.End)) == 0 || header.Number < _sentUpTo) return false;

        _sentUpTo = header.Number + 1;
        if ((header.Type & PacketType.Data) != 0) _end.Stream.Write(_now, packet.AsSpan(PacketHeader.Length + header.DataOffset));
        if ((header.Type & PacketType.End) != 0) _end.Stream.WriteEnd(_now);
        return true;
    }
}
