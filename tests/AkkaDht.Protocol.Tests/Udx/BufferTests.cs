using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>The buffers of a stream, held to naive ones.</summary>
public sealed class BufferTests
{
    public static TheoryData<int> SomeSeeds => Seeds.First(10);

    [Theory]
    [MemberData(nameof(SomeSeeds))]
    public void A_send_buffer_behaves_as_a_list_of_bytes(int seed)
    {
        var random = new SeededRandom(seed);
        var buffer = new SendBuffer();
        var model = new List<byte>();
        var released = 0;
        for (var step = 0; step < 400; step++)
        {
            if (random.Next(3) > 0) Write(buffer, model, random);
            else buffer.Release(released += random.Next(model.Count - released + 1));
            if (random.Next(10) == 0) buffer.Release(released = model.Count);

            Assert.Equal((released, model.Count, model.Count - released), (buffer.Start, buffer.End, buffer.Count));
            var from = released + random.Next(model.Count - released + 1);
            var copy = new byte[random.Next(model.Count - from + 1)];
            buffer.CopyTo(from, copy);
            Assert.Equal(model.GetRange(from, copy.Length), copy);
        }

        buffer.Clear();
        Assert.Equal(0, buffer.Count);
    }

    [Theory]
    [MemberData(nameof(SomeSeeds))]
    public void A_reorder_buffer_behaves_as_a_dictionary_up_to_its_bound(int seed)
    {
        const int Bound = 100;
        var random = new SeededRandom(seed);
        var buffer = new ReorderBuffer(Bound);
        var model = new Dictionary<uint, byte[]>();
        var expected = uint.MaxValue - 200;
        for (var step = 0; step < 2000; step++)
        {
            var distance = 1 + random.Next(Bound + 20);
            var number = expected + (uint)distance;
            Assert.Equal(model.ContainsKey(number), buffer.Contains(number, distance));
            if (!model.ContainsKey(number))
            {
                var payload = new byte[random.Next(50)];
                random.Fill(payload);
                Assert.Equal(distance < Bound, buffer.TryKeep(number, distance, PacketType.Data, payload));
                if (distance < Bound) model.Add(number, payload);
            }

            if (random.Next(4) == 0) expected++;
            while (buffer.TryTake(expected, out var early))
            {
                Assert.Equal(model[expected], early.Payload.ToArray());
                ReorderBuffer.Return(early);
                model.Remove(expected++);
            }

            Assert.False(model.ContainsKey(expected));
            Assert.Equal(model.Values.Sum(payload => payload.Length), buffer.Bytes);
        }

        buffer.Clear();
        Assert.Equal(0, buffer.Bytes);
        Assert.False(buffer.TryTake(expected + 1, out _));
    }

    [Theory]
    [MemberData(nameof(SomeSeeds))]
    public void Sent_packets_stand_in_the_order_in_which_they_were_sent_last(int seed)
    {
        var random = new SeededRandom(seed);
        var first = uint.MaxValue - 50;
        var packets = new SentPackets(first);
        var inFlight = new List<uint>();
        var gone = new List<uint>();
        for (var step = 0; step < 500; step++)
        {
            switch (random.Next(6))
            {
                case 0 or 1:
                    packets.Append(out var appended).Position = appended;
                    inFlight.Add(appended);
                    break;
                case 2 when inFlight.Count > 0:
                    var left = inFlight[random.Next(inFlight.Count)];
                    packets.Leave(left, PacketState.Lost);
                    inFlight.Remove(left);
                    gone.Add(left);
                    break;
                case 3 when inFlight.Count + gone.Count > 0:
                    List<uint> all = [.. inFlight, .. gone];
                    var again = all[random.Next(all.Count)];
                    packets.Resend(again);
                    inFlight.Remove(again);
                    gone.Remove(again);
                    inFlight.Add(again);
                    Assert.True(packets[again].WasRetransmitted);
                    break;
                case 4 when !packets.IsEmpty:
                    inFlight.Remove(packets.First);
                    gone.Remove(packets.First);
                    packets.RemoveFirst();
                    break;
            }

            Assert.Equal(inFlight, InOrder(packets));
            Assert.Equal((inFlight.Count, inFlight.Count + gone.Count), (packets.InFlight, packets.Count));
            Assert.All(inFlight, number => Assert.Equal(number, (uint)packets[number].Position));
        }

        packets.Clear();
        Assert.True(packets.IsEmpty);
        Assert.Equal(packets.Next, packets.First);
    }

    private static IEnumerable<uint> InOrder(SentPackets packets)
    {
        if (!packets.TryGetOldestInFlight(out var number)) yield break;

        do yield return number;
        while (packets.TryGetNewer(ref number));
    }

    private static void Write(SendBuffer buffer, List<byte> model, SeededRandom random)
    {
        // Now and then longer than a block, so that packets cross from one to the next; sometimes reserved and not used.
        var room = buffer.Reserve(random.Next(random.Next(10) == 0 ? 40_000 : 2000));
        var bytes = room[..random.Next(room.Length + 1)];
        random.Fill(bytes);
        model.AddRange(bytes);
        buffer.Commit(bytes.Length);
    }
}
