using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Simulation;

/// <summary>
/// One end of an encrypted connection in a simulated network. Its messages are cut from <see cref="Pattern"/> one after the other, the
/// length of each following from its number, so that the reader checks contents and boundaries.
/// </summary>
public sealed class EncryptedHost : NodeHost
{
    private const int LongestMessage = 3000;

    private int _written;
    private long _writtenBytes;
    private int _toWrite;
    private bool _endsAfterWriting;

    /// <summary>Attaches an end to <paramref name="network"/>, which agrees on keys in the stream itself (XX).</summary>
    public EncryptedHost(SimNetwork network, byte number, StreamId id, bool isInitiator, SecretStreamSettings settings) : base(network, number)
    {
        var crypto = CryptoSuites.Select(CryptoSuites.Auto);
        var keys = KeyPair.Generate(crypto, network.Random);
        var handshake = new HandshakeState(crypto, network.Random, NoisePattern.XX, isInitiator, prologue: default, keys, remoteStatic: null);
        Stream = new EncryptedStream(id, UdxSettings.Default, new SecretStream(network.Now, crypto, network.Random, handshake, settings));
        Attach();
    }

    /// <summary>The machine.</summary>
    public EncryptedStream Stream { get; }

    /// <summary>Whether it ends its own half when the peer has ended.</summary>
    public bool EndsWithRemote { get; set; }

    /// <summary>Messages that have arrived.</summary>
    public int ReceivedMessages { get; private set; }

    /// <summary>Their bytes.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>Whether all of them are those that were written.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>Unordered messages that arrived, in hex digits.</summary>
    public List<string> Datagrams { get; } = [];

    /// <summary>What happened, in order.</summary>
    public List<EncryptedStreamEvent> Happened { get; } = [];

    /// <inheritdoc/>
    public override Instant NextDeadline => Stream.NextDeadline;

    /// <summary>Writes so many messages more, once it can, and then the end if so wished.</summary>
    public void Write(int messages, bool andEnd = false) => Turn(_ =>
    {
        _toWrite += messages;
        _endsAfterWriting |= andEnd;
    });

    /// <summary>Gives the connection up, if it is not over.</summary>
    public void Abort() => Turn(now => Stream.Abort(now, new EndReason(EndKind.Aborted)));

    /// <inheritdoc/>
    protected override void HandlePacket(Instant now, SocketRole socket, PeerAddress from, ReadOnlyMemory<byte> packet) =>
        Stream.HandlePacket(now, socket, from, packet);

    /// <inheritdoc/>
    protected override void HandleDeadline(Instant now) => Stream.HandleTimeout(now);

    /// <inheritdoc/>
    protected override bool TryTake(Instant now, Span<byte> buffer, out StreamTransmit transmit) =>
        Stream.TryTakeTransmit(now, buffer, out transmit);

    /// <inheritdoc/>
    protected override void Drain(Instant now)
    {
        do
        {
            while (Stream.TryTakeMessage(now, out var message)) Take(message);
            while (Stream.TryTakeDatagram(out var datagram)) Datagrams.Add(Convert.ToHexStringLower(datagram.Span));
            while (Stream.TryTakeEvent(out var happened)) Take(happened);
            WriteOn(now);
        }
        while (Transmit(now));
    }

    private void Take(ReceivedMessage message)
    {
        var bytes = message.Bytes.Span;
        IsExact &= bytes.Length == LengthOf(ReceivedMessages) && Pattern.Is(bytes, ReceivedBytes);
        ReceivedMessages++;
        ReceivedBytes += bytes.Length;
        message.Return();
    }

    private void Take(EncryptedStreamEvent happened)
    {
        Happened.Add(happened);
        if (happened == EncryptedStreamEvent.RemoteEnded && EndsWithRemote) _endsAfterWriting = true;
    }

    private void WriteOn(Instant now)
    {
        if (!Stream.IsOpen) return;

        for (; _toWrite > 0 && Stream.IsWritable; _toWrite--)
        {
            var message = Pattern.At(_writtenBytes, LengthOf(_written++));
            Stream.Write(now, message);
            _writtenBytes += message.Length;
        }

        if (_toWrite == 0 && _endsAfterWriting) Stream.WriteEnd(now);
    }

    // Empty ones would be taken for keep-alives.
    private static int LengthOf(int message) => 1 + (message * 7919 % LongestMessage);
}
