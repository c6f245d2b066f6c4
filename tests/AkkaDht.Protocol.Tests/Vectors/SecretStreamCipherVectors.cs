using System.Text.Json;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>The cipher of a secret stream by itself: its states, messages with any tag, and messages that must not be accepted.</summary>
internal static class SecretStreamCipherVectors
{
    private const int Overhead = 17;

    /// <summary>Walks an entry from top to bottom, with one state that seals and one that opens.</summary>
    public static void Messages(ICryptoSuite suite, JsonElement vector)
    {
        var (sealing, opening) = (default(SecretStreamState), default(SecretStreamState));
        foreach (var member in vector.EnumerateObject())
        {
            switch (member.Name)
            {
                case "note" or "key":
                    break;
                case "header":
                    Start(suite, vector, ref sealing);
                    Start(suite, vector, ref opening);
                    break;
                case "startState":
                    sealing = opening = StateOf(member.Value);
                    break;
                case "initialState" or "finalState":
                    AssertState(member.Value, ref sealing);
                    AssertState(member.Value, ref opening);
                    break;
                case "pushes":
                    foreach (var push in member.Value.EnumerateArray()) Message(suite, push, ref sealing, ref opening);
                    break;
                case "afterExplicitRekey":
                    suite.SecretStreamRekey(ref sealing);
                    suite.SecretStreamRekey(ref opening);
                    AssertState(member.Value, ref sealing);
                    AssertState(member.Value, ref opening);
                    break;
                case "pushAfterExplicitRekey":
                    Message(suite, member.Value, ref sealing, ref opening);
                    break;
                default:
                    throw new InvalidOperationException($"nothing handles '{member.Name}'.");
            }
        }
    }

    public static void Rejected(ICryptoSuite suite, JsonElement vector)
    {
        var (sealing, opening) = (default(SecretStreamState), default(SecretStreamState));
        Start(suite, vector, ref sealing);
        Start(suite, vector, ref opening);
        foreach (var rejected in vector.GetProperty("rejected").EnumerateArray())
        {
            var cipher = rejected.BytesOf("cipher");
            Assert.False(suite.TrySecretStreamOpen(ref opening, [], cipher, new byte[Math.Max(0, cipher.Length - Overhead)], out _), rejected.GetProperty("note").GetString());
        }

        // Nothing of that has changed the state.
        Message(suite, vector.GetProperty("good"), ref sealing, ref opening);
    }

    /// <summary>Bytes that are given by their number, the first of them and the difference between neighbours.</summary>
    public static byte[] PlainOf(this JsonElement vector)
    {
        var plain = vector.GetProperty("plain");
        var (start, step) = (plain.IntOf("start"), plain.IntOf("step"));
        return [.. Enumerable.Range(0, plain.IntOf("len")).Select(i => (byte)(start + i * step))];
    }

    private static void Message(ICryptoSuite suite, JsonElement push, ref SecretStreamState sealing, ref SecretStreamState opening)
    {
        var (plain, expected) = (push.PlainOf(), push.BytesOf("cipher"));
        var additional = push.Has("ad") ? push.BytesOf("ad") : [];
        var tag = push.Has("tag") ? push.GetProperty("tag").GetByte() : (byte)0;
        var cipher = new byte[plain.Length + Overhead];
        suite.SecretStreamSeal(ref sealing, tag, additional, plain, cipher);
        Assert.Equal(expected, cipher);

        var opened = new byte[plain.Length];
        Assert.True(suite.TrySecretStreamOpen(ref opening, additional, expected, opened, out var openedTag), "refused");
        Assert.Equal(tag, openedTag);
        Assert.Equal(plain, opened);
        if (!push.Has("stateAfter")) return;

        AssertState(push.GetProperty("stateAfter"), ref sealing);
        AssertState(push.GetProperty("stateAfter"), ref opening);
    }

    private static void Start(ICryptoSuite suite, JsonElement vector, ref SecretStreamState state) =>
        suite.SecretStreamInit(ref state, vector.BytesOf("key"), vector.BytesOf("header"));

    private static SecretStreamState StateOf(JsonElement vector)
    {
        SecretStreamState state = default;
        vector.BytesOf("key").CopyTo(state.Key);
        vector.BytesOf("nonce").CopyTo(state.Nonce);
        return state;
    }

    private static void AssertState(JsonElement expected, ref SecretStreamState state)
    {
        Assert.Equal(expected.BytesOf("key"), state.Key.ToArray());
        Assert.Equal(expected.BytesOf("nonce"), state.Nonce.ToArray());
    }
}
