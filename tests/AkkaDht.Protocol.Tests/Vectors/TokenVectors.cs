using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Kinds about round-trip tokens and the secrets behind them.</summary>
internal static class TokenVectors
{
    private static readonly TimeSpan Rotation = TimeSpan.FromMilliseconds(7500);

    public static void Token(JsonElement vector)
    {
        var fields = vector.Fields();
        var tokens = With(previous: new byte[32], present: fields.BytesOf("secret"));

        var token = tokens.Issue(Instant.Zero, HostOf(fields));

        Assert.Equal(Convert.ToHexStringLower(vector.Hex()), Hex(token));
        Assert.True(tokens.IsValid(Instant.Zero, HostOf(fields), token));
    }

    public static void SecretRotation(JsonElement vector)
    {
        var (fields, result) = (vector.Fields(), vector.Result());
        var tokens = With(fields.BytesOf("secret0"), fields.BytesOf("secret1"));
        var now = Instant.Zero;
        for (var i = 0; i < fields.IntOf("rotations"); i++)
        {
            now += Rotation;
            tokens.Issue(now, HostOf(fields));
        }

        Assert.Equal(Convert.ToHexStringLower(vector.Hex()), Convert.ToHexStringLower(tokens.Secrets[32..]));
        Assert.Equal([.. result.BytesOf("secret0"), .. result.BytesOf("secret1")], tokens.Secrets.ToArray());
        Assert.Equal(result.GetProperty("issuedToken").GetString(), Hex(tokens.Issue(now, HostOf(fields))));
        Assert.True(tokens.IsValid(now, HostOf(fields), RoundTripToken.Read(result.BytesOf("issuedToken"))));
        Assert.True(tokens.IsValid(now, HostOf(fields), RoundTripToken.Read(result.BytesOf("alsoAccepted"))));
    }

    private static RoundTripTokens With(byte[] previous, byte[] present) =>
        new(ManagedSuite.Instance, new SeededRandom(0), Instant.Zero, previous, present);

    private static uint HostOf(JsonElement fields)
    {
        Assert.True(PeerAddress.TryParseHost(fields.GetProperty("host").GetString(), out var host));
        return host;
    }

    private static string Hex(RoundTripToken token) => Convert.ToHexStringLower(token);
}
