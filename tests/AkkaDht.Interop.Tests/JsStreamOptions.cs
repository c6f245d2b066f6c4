using System.Text.Json.Serialization;

namespace AkkaDht.Interop.Tests;

/// <summary>How JavaScript streams are made: so many, with consecutive ids on both sides.</summary>
/// <param name="LocalId">The first stream's own id.</param>
/// <param name="RemoteId">The id of its counterpart.</param>
/// <param name="Remote">Where to connect at once; null waits for the first packet.</param>
/// <param name="Firewall">What the hook does with a first packet: <c>connect</c>, <c>allow</c> or <c>deny</c>.</param>
/// <param name="Secret">The secret stream on top; null for a raw one.</param>
/// <param name="Count">How many.</param>
/// <param name="Paused">Whether nobody reads until it is resumed.</param>
/// <param name="Echo">Whether everything read is written back, the end included.</param>
internal sealed record JsStreamOptions(
    uint LocalId,
    uint RemoteId,
    [property: JsonIgnore] PeerAddress? Remote = null,
    string Firewall = "connect",
    JsSecret? Secret = null,
    int Count = 1,
    bool Paused = false,
    bool Echo = false)
{
    public string? Host => Remote?.HostText;

    public ushort? Port => Remote?.Port;
}

/// <summary>How a secret stream starts: with a handshake of its own (<c>XX</c>, <c>IK</c>), or with the outcome of one; all in hex.</summary>
internal sealed record JsSecret(
    bool Initiator, string Seed, string Pattern = "XX", string? RemotePublicKey = null, int KeepAlive = 0, JsHandshake? Handshake = null);

/// <summary>What a handshake came to, in hex: the sending and the receiving key and the hash.</summary>
internal sealed record JsHandshake(string Tx, string Rx, string Hash);

/// <summary>What to write: so many messages of <paramref name="Size"/> bytes; varied ones are of 1, 2, … <paramref name="Size"/> bytes, again and again.</summary>
internal sealed record JsWriting(int Size, int Messages = 1, bool Varied = false, byte Seed = 1)
{
    /// <summary>As many messages of these sizes for our side, with bytes of its own.</summary>
    public IEnumerable<byte[]> Compose()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Messages; i++)
        {
            var message = new byte[Varied ? 1 + (i % Size) : Size];
            random.NextBytes(message);
            yield return message;
        }
    }
}

/// <summary>Bytes that went one way; of a secret stream each message is hashed behind its length (u32, little-endian).</summary>
internal sealed record JsTally(int Messages, long Bytes, string Sha256, double? Millis);

/// <summary>A stream's view of itself, as <c>report</c> in peers/streams.mjs.</summary>
internal sealed record JsStreamReport(
    JsTally Received, JsTally Sent, IReadOnlyList<string> Datagrams, bool Ended, bool Closed, JsStreamError? Error,
    int Mtu, int Rtt, int Inflight, int Retransmits, ushort Port, JsAddress? Remote,
    string? PublicKey, string? RemotePublicKey, string? HandshakeHash, long RawBytesRead, long RawBytesWritten);

/// <summary>Why a stream was destroyed; the code is the reference's, such as ECONNRESET.</summary>
internal sealed record JsStreamError(string Code, string Message);

/// <summary>The numbers of new streams.</summary>
internal sealed record JsStreams(IReadOnlyList<int> Streams);
