using System.Globalization;
using AkkaDht.Connections;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Interop.Tests.Connections;

/// <summary>A node of ours and a JavaScript process with a UDX socket, between which connections are opened.</summary>
internal sealed class StreamPeers : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ICryptoSuite Crypto = CryptoSuites.Select("managed");
    private static readonly string JsSeed = Seed(2);

    private readonly OurNodes _ours = new();
    private uint _lastJsId = 1000;

    private StreamPeers(JsPeer js) => Js = js;

    /// <summary>The JavaScript process.</summary>
    public JsPeer Js { get; }

    /// <summary>Its socket.</summary>
    public JsSocket JsSocket { get; private set; } = null!;

    /// <summary>Our node.</summary>
    public OurNode Ours { get; private set; } = null!;

    /// <summary>Our identity.</summary>
    public KeyPair OurKeys { get; } = KeyPair.FromSeed(Crypto, Convert.FromHexString(Seed(1)));

    /// <summary>The identity of all JavaScript streams.</summary>
    public KeyPair JsKeys { get; } = KeyPair.FromSeed(Crypto, Convert.FromHexString(JsSeed));

    public static async Task<StreamPeers> StartAsync()
    {
        var peers = new StreamPeers(await JsPeer.StartAsync());
        peers.JsSocket = await peers.Js.BindUdxAsync();
        peers.Ours = await peers._ours.StartBootstrapperAsync();
        return peers;
    }

    /// <summary>Opens a connection; <paramref name="weConnect"/> says who knows where the other is and speaks first.</summary>
    /// <param name="weConnect">Whether we do.</param>
    /// <param name="via">How the one who connects reaches the other; null for directly.</param>
    /// <param name="spec">What is special about our side.</param>
    /// <param name="socket">The socket that we connect from.</param>
    /// <param name="pattern">How the handshake inside the stream goes.</param>
    /// <param name="change">What is special about the other side.</param>
    /// <param name="secret">What is special about its secret stream.</param>
    public async Task<StreamPair> OpenAsync(
        bool weConnect,
        PeerAddress? via = null,
        ConnectionSpec? spec = null,
        SocketRole socket = default,
        NoisePattern pattern = NoisePattern.XX,
        Func<JsStreamOptions, JsStreamOptions>? change = null,
        Func<JsSecret, JsSecret>? secret = null)
    {
        var ours = await Ours.Node.BeginConnectionAsync(spec ?? new() { KeepAlive = TimeSpan.Zero });
        var theirSecret = new JsSecret(Initiator: !weConnect, JsSeed, $"{pattern}", OurKeys.PublicKey.ToHex());
        var options = new JsStreamOptions(Interlocked.Increment(ref _lastJsId), ours.LocalId.Value, Secret: secret?.Invoke(theirSecret) ?? theirSecret);
        options = change?.Invoke(options) ?? options;

        // Whoever waits must do so before the first packet comes.
        if (!weConnect) ours.Connect(Waiting(options), KeyAgreement.Await(OurKeys, pattern));
        var theirs = await Js.OpenStreamAsync(JsSocket, weConnect ? options : options with { Remote = via ?? Ours.Address });
        if (weConnect) ours.Connect(Route(options, via, socket), pattern == NoisePattern.IK ? KeyAgreement.Introduce(OurKeys, JsKeys.PublicKey) : KeyAgreement.Introduce(OurKeys));
        await ours.OpenedAsync().WaitAsync(Patience);
        return new(ours, theirs, options.LocalId);
    }

    /// <summary>Connects to a JavaScript stream whose key is another than <paramref name="expected"/>, and says how that ended.</summary>
    public async Task<EndReason> FailToOpenAsync(PublicKey expected)
    {
        var ours = await Ours.Node.BeginConnectionAsync(new());
        var options = new JsStreamOptions(Interlocked.Increment(ref _lastJsId), ours.LocalId.Value, Secret: new(Initiator: false, JsSeed, $"{NoisePattern.IK}"));
        await Js.OpenStreamAsync(JsSocket, options);
        ours.Connect(Route(options), KeyAgreement.Introduce(OurKeys, expected));
        return await ours.Completion.WaitAsync(Patience);
    }

    /// <summary>Opens a connection with the keys of an IK handshake that both sides are taken to have had before; the client's first frame opens it.</summary>
    public async Task<StreamPair> OpenAfterHandshakeAsync(bool weConnect)
    {
        var (our, their) = Shake(weConnect);
        var handshake = new JsHandshake(Hex(their.SendKey), Hex(their.ReceiveKey), Hex(their.Hash));
        var ours = await Ours.Node.BeginConnectionAsync(new());
        var options = new JsStreamOptions(
            Interlocked.Increment(ref _lastJsId), ours.LocalId.Value, weConnect ? null : Ours.Address,
            Secret: new(Initiator: !weConnect, JsSeed, RemotePublicKey: OurKeys.PublicKey.ToHex(), Handshake: handshake));

        if (!weConnect) ours.Connect(Waiting(options), KeyAgreement.By(our));
        var theirs = await Js.OpenStreamAsync(JsSocket, options);
        if (weConnect) ours.Connect(Route(options), KeyAgreement.By(our));
        await ours.OpenedAsync().WaitAsync(Patience);
        return new(ours, theirs, options.LocalId);
    }

    public async ValueTask DisposeAsync()
    {
        await Js.DisposeAsync();
        await _ours.DisposeAsync();
    }

    private StreamRoute Route(JsStreamOptions theirs, PeerAddress? via = null, SocketRole socket = default) =>
        new(new StreamId(theirs.LocalId), via ?? JsSocket.Address, socket);

    private static StreamRoute Waiting(JsStreamOptions theirs) => new(new StreamId(theirs.LocalId), Address: null);

    private (HandshakeResult Our, HandshakeResult Their) Shake(bool weSpeakFirst)
    {
        var random = new SystemRandomness();
        var (first, second) = weSpeakFirst ? (OurKeys, JsKeys) : (JsKeys, OurKeys);
        var initiator = new HandshakeState(Crypto, random, NoisePattern.IK, isInitiator: true, [], first, second.PublicKey);
        var responder = new HandshakeState(Crypto, random, NoisePattern.IK, isInitiator: false, [], second, remoteStatic: null);
        Carry(initiator, responder);
        Carry(responder, initiator);
        return weSpeakFirst ? (initiator.Result!, responder.Result!) : (responder.Result!, initiator.Result!);
    }

    private static void Carry(HandshakeState from, HandshakeState to)
    {
        var message = new byte[from.MeasureMessage(0)];
        from.WriteMessage([], message);
        Assert.Equal(NoiseError.None, to.TryReadMessage(message, new byte[message.Length], out _));
    }

    private static string Seed(byte number) => string.Concat(Enumerable.Repeat(number.ToString("x2", CultureInfo.InvariantCulture), 32));

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    private sealed class SystemRandomness : IRandomSource
    {
        public void Fill(Span<byte> destination) => Random.Shared.NextBytes(destination);

        public int Next(int exclusiveUpperBound) => Random.Shared.Next(exclusiveUpperBound);
    }
}
