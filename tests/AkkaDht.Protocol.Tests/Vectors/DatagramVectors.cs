using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Datagrams;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Kinds about whole datagrams and about the values inside the internal commands.</summary>
internal static class DatagramVectors
{
    public static void Request(JsonElement vector) => vector.Holds(
        encode: fields =>
        {
            var request = new RequestDatagram
            {
                Tid = fields.GetProperty("tid").GetUInt16(),
                To = fields.AddressOf("to"),
                HasId = fields.Has("id"),
                Id = fields.Has("id") ? fields.IdOf("id") : default,
                HasToken = fields.Has("token"),
                Token = fields.Has("token") ? RoundTripToken.Read(fields.BytesOf("token")) : default,
                IsInternal = fields.BoolOf("internal"),
                Command = fields.GetProperty("command").GetUInt64(),
                HasTarget = fields.Has("target"),
                Target = fields.Has("target") ? fields.IdOf("target") : default,
                HasValue = fields.Has("value"),
                Value = fields.Has("value") ? fields.BytesOf("value") : default,
            };
            var datagram = new byte[request.Measure()];
            Assert.Equal(datagram.Length, request.Encode(datagram));
            return datagram;
        },
        decode: (datagram, fields) =>
        {
            if (!RequestDatagram.TryDecode(datagram, out var request, out _)) return false;
            AssertRequest(fields, request, idMember: "id", request.HasId ? request.Id : null);
            return true;
        });

    public static void Reply(JsonElement vector) => vector.Holds(
        encode: fields =>
        {
            var reply = new ReplyDatagram
            {
                Tid = fields.GetProperty("tid").GetUInt16(),
                To = fields.AddressOf("to"),
                HasId = fields.Has("id"),
                Id = fields.Has("id") ? fields.IdOf("id") : default,
                HasToken = fields.Has("token"),
                Token = fields.Has("token") ? RoundTripToken.Read(fields.BytesOf("token")) : default,
                CloserNodes = CompactKinds.Pack(Addresses(fields)),
                Error = fields.GetProperty("error").GetUInt64(),
                HasValue = fields.Has("value"),
                Value = fields.Has("value") ? fields.BytesOf("value") : default,
            };
            var datagram = new byte[reply.Measure()];
            Assert.Equal(datagram.Length, reply.Encode(datagram));
            return datagram;
        },
        decode: (datagram, fields) =>
        {
            if (!ReplyDatagram.TryDecode(datagram, out var reply, out _)) return false;
            AssertReply(fields, reply, idMember: "id", reply.HasId ? reply.Id : null);
            return true;
        });

    /// <summary>A datagram as it arrives: from an address, of unknown kind, with an id that may be a lie.</summary>
    public static void Decode(JsonElement vector)
    {
        var fields = vector.Fields();
        var (datagram, from) = (vector.Hex(), fields.AddressOf("from"));
        var kind = DatagramClassifier.Classify(datagram, from);
        switch (vector.Mode())
        {
            case "error":
                Assert.False(kind == DatagramKind.Request && RequestDatagram.TryDecode(datagram, out _, out _));
                Assert.False(kind == DatagramKind.Reply && ReplyDatagram.TryDecode(datagram, out _, out _));
                break;

            case "decode" when kind == DatagramKind.Request:
                var parsed = fields.GetProperty("parsed");
                Assert.Equal("request", parsed.GetProperty("type").GetString());
                Assert.True(RequestDatagram.TryDecode(datagram, out var request, out var requestError), $"{requestError}");
                // A token that was never issued decodes; it is refused where tokens are known.
                if (parsed.Has("refused")) Assert.True(request.HasToken);
                else AssertRequest(parsed, request, idMember: "fromId", request.HasId ? Proven(from, request.Id) : null);
                break;

            case "decode":
                Assert.Equal(DatagramKind.Reply, kind);
                Assert.Equal("reply", fields.GetProperty("parsed").GetProperty("type").GetString());
                Assert.True(ReplyDatagram.TryDecode(datagram, out var reply, out var replyError), $"{replyError}");
                AssertReply(fields.GetProperty("parsed"), reply, idMember: "fromId", reply.HasId ? Proven(from, reply.Id) : null);
                break;

            default:
                throw vector.UnknownMode();
        }
    }

    public static void PingNatValue(JsonElement vector) => vector.Holds(
        encode: fields =>
        {
            var value = new byte[CommandValues.PingNatLength];
            CommandValues.WritePingNat(value, fields.GetProperty("port").GetUInt16());
            return value;
        },
        decode: (value, fields) =>
        {
            if (!CommandValues.TryReadPingNat(value, out var port)) return false;
            Assert.Equal(fields.GetProperty("port").GetUInt16(), port);
            return true;
        });

    public static void DelayedPingValue(JsonElement vector) => vector.Holds(
        encode: fields =>
        {
            var value = new byte[CommandValues.DelayedPingLength];
            CommandValues.WriteDelayedPing(value, TimeSpan.FromMilliseconds(fields.GetProperty("delayMs").GetUInt32()));
            return value;
        },
        decode: (value, fields) =>
        {
            if (!CommandValues.TryReadDelayedPing(value, out var delay)) return false;
            Assert.Equal(fields.GetProperty("delayMs").GetUInt32(), delay.TotalMilliseconds);
            return true;
        });

    public static void DownHintValue(JsonElement vector) => vector.Holds(
        encode: fields =>
        {
            var value = new byte[CommandValues.DownHintLength];
            CommandValues.WriteDownHint(value, fields.Address());
            return value;
        },
        decode: (value, fields) =>
        {
            if (!CommandValues.TryReadDownHint(value, out var down)) return false;
            Assert.Equal(fields.Address(), down);
            Assert.Equal(fields.IdOf("nodeId"), NodeIdCache.Compute(ManagedSuite.Instance, down));
            return true;
        });

    private static void AssertRequest(JsonElement expected, in RequestDatagram request, string idMember, NodeId? id)
    {
        Assert.Equal(expected.IntOf("tid"), request.Tid);
        Assert.Equal(expected.AddressOf("to"), request.To);
        Assert.Equal(expected.Has(idMember) ? expected.IdOf(idMember) : null, id);
        Assert.Equal(OptionalBytes(expected, "token"), request.HasToken ? Bytes(request.Token) : null);
        Assert.Equal(expected.BoolOf("internal"), request.IsInternal);
        Assert.Equal(expected.GetProperty("command").GetUInt64(), request.Command);
        Assert.Equal(expected.Has("target") ? expected.IdOf("target") : null, request.HasTarget ? request.Target : (NodeId?)null);
        Assert.Equal(OptionalBytes(expected, "value"), request.HasValue ? request.Value.ToArray() : null);
    }

    private static void AssertReply(JsonElement expected, in ReplyDatagram reply, string idMember, NodeId? id)
    {
        var kept = reply.ToReply(PeerAddress.Loopback(1), id, TimeSpan.Zero);
        Assert.Equal(expected.IntOf("tid"), kept.Tid);
        Assert.Equal(expected.AddressOf("to"), kept.To);
        Assert.Equal(expected.Has(idMember) ? expected.IdOf(idMember) : null, kept.FromId);
        Assert.Equal(OptionalBytes(expected, "token"), kept.Token is { } token ? Bytes(token) : null);
        Assert.Equal(Addresses(expected), kept.CloserNodes);
        Assert.Equal(expected.GetProperty("error").GetUInt64(), kept.Error);
        Assert.Equal(OptionalBytes(expected, "value"), kept.Value?.ToArray());
    }

    private static byte[]? OptionalBytes(JsonElement fields, string member) => fields.Has(member) ? fields.BytesOf(member) : null;

    private static byte[] Bytes(RoundTripToken token)
    {
        var bytes = new byte[RoundTripToken.Length];
        token.CopyTo(bytes);
        return bytes;
    }

    private static PeerAddress[] Addresses(JsonElement fields) =>
        fields.Has("closerNodes") ? [.. fields.GetProperty("closerNodes").EnumerateArray().Select(VectorJson.Address)] : [];

    private static NodeId? Proven(PeerAddress from, NodeId claimed) =>
        NodeIdCache.Compute(ManagedSuite.Instance, from) == claimed ? claimed : null;
}
