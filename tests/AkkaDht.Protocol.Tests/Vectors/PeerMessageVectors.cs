using System.Text.Json;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.HyperDht.Relaying;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>The messages by which two peers reach each other.</summary>
internal static class PeerMessageVectors
{
    public static void Handshake(JsonElement vector) => vector.Holds(fields => new HandshakeMessage(
        (PeerMode)fields.NumberOf("mode"), fields.BytesOf("noise"), fields.OptionalAddressOf("peerAddress"), fields.OptionalAddressOf("relayAddress")));

    public static void Holepunch(JsonElement vector) => vector.Holds(fields => new HolepunchMessage(
        (PeerMode)fields.NumberOf("mode"), fields.NumberOf("id"), fields.BytesOf("payload"), fields.OptionalAddressOf("peerAddress")));

    public static void NoisePayload(JsonElement vector) => vector.Holds(NoisePayloadOf);

    public static void HolepunchPayload(JsonElement vector) => vector.Holds(HolepunchPayloadOf);

    public static void RelayPair(JsonElement vector) => vector.Holds(fields => new RelayPair(
        fields.BoolOf("isInitiator"), SecretToken.Read(fields.BytesOf("token")), fields.NumberOf("id"), fields.NumberOf("seq")));

    public static void RelayUnpair(JsonElement vector) => vector.Holds(fields => new RelayUnpair(SecretToken.Read(fields.BytesOf("token"))));

    public static HolepunchPayload HolepunchPayloadOf(JsonElement fields) => new()
    {
        Error = fields.NumberOf("error"),
        Firewall = (FirewallKind)fields.NumberOf("firewall"),
        Round = fields.NumberOf("round"),
        IsConnected = fields.BoolOf("connected"),
        IsPunching = fields.BoolOf("punching"),
        Addresses = fields.AddressesOf("addresses"),
        RemoteAddress = fields.OptionalAddressOf("remoteAddress"),
        Token = fields.OptionalTokenOf("token"),
        RemoteToken = fields.OptionalTokenOf("remoteToken"),
    };

    private static NoisePayload NoisePayloadOf(JsonElement fields) => new()
    {
        Version = fields.NumberOf("version"),
        Error = fields.NumberOf("error"),
        Firewall = (FirewallKind)fields.NumberOf("firewall"),
        Holepunch = fields.Has("holepunch") ? HolepunchOf(fields.GetProperty("holepunch")) : null,
        Addresses4 = fields.AddressesOf("addresses4") ?? [],
        Addresses6 = [.. fields.GetProperty("addresses6").EnumerateArray().Select(Address6)],
        Udx = fields.Has("udx") ? UdxOf(fields.GetProperty("udx")) : null,
        HasSecretStream = fields.Has("secretStream"),
        SecretStreamVersion = fields.Has("secretStream") ? fields.GetProperty("secretStream").NumberOf("version") : 1,
        RelayThrough = fields.Has("relayThrough") ? RelayOf(fields.GetProperty("relayThrough")) : null,
        RelayAddresses = fields.AddressesOf("relayAddresses"),
    };

    private static HolepunchOffer HolepunchOf(JsonElement fields) => new(
        fields.NumberOf("id"),
        [.. fields.GetProperty("relays").EnumerateArray().Select(relay => new RelayInfo(relay.AddressOf("relayAddress"), relay.AddressOf("peerAddress")))]);

    private static UdxOffer UdxOf(JsonElement fields) =>
        new(fields.BoolOf("reusableSocket"), fields.NumberOf("id"), fields.NumberOf("seq"), fields.NumberOf("version"));

    private static RelayOffer RelayOf(JsonElement fields) => new(
        NoiseKeyVectors.KeyOf(fields, "publicKey"), SecretToken.Read(fields.BytesOf("token")), fields.NumberOf("version"));

    private static Ipv6PeerAddress Address6(JsonElement address)
    {
        Assert.True(Ipv6Address.TryParse(address.GetProperty("host").GetString(), out var host));
        return new Ipv6PeerAddress(host, address.GetProperty("port").GetUInt16());
    }
}
