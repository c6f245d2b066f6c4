using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Protomux;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.HyperDht.Relaying;

/// <summary>
/// Has streams of ours joined by a relay with those of others: one of the two ends that a <see cref="BlindRelayServer"/> knows.
/// Its owner hands it the events of <see cref="Channel"/>. Reference: <c>blind-relay</c>, class BlindRelayClient.
/// </summary>
public sealed class BlindRelayClient
{
    private readonly Mux _mux;
    private readonly Dictionary<SecretToken, bool> _requests = [];
    private readonly Queue<RelayPaired> _paired = new();

    private BlindRelayClient(Mux mux, MuxChannel channel) => (_mux, Channel) = (mux, channel);

    /// <summary>The channel to the relay.</summary>
    public MuxChannel Channel { get; }

    /// <summary>Requests that the relay has not answered.</summary>
    public int Pending => _requests.Count;

    /// <summary>Opens the channel of our public key to the relay; false when the stream has none left.</summary>
    public static bool TryOpen(Mux mux, ReadOnlyMemory<byte> publicKey, [NotNullWhen(true)] out BlindRelayClient? client)
    {
        client = mux.TryOpen(BlindRelayProtocol.ChannelOf(publicKey), out var channel) ? new BlindRelayClient(mux, channel) : null;
        return client is not null;
    }

    /// <summary>
    /// Asks for our stream <paramref name="localId"/> to be joined with that of whoever shows the same token in the other role; false when
    /// that has been asked for already, or the channel is closed.
    /// </summary>
    public bool TryPair(bool isInitiator, SecretToken token, StreamId localId)
    {
        if (_requests.ContainsKey(token) || !Channel.TrySend(RelayPair.Type, new RelayPair(isInitiator, token, localId.Value))) return false;

        _requests.Add(token, isInitiator);
        return true;
    }

    /// <summary>Wants no pair any more, whether it came about or not.</summary>
    public void Unpair(SecretToken token)
    {
        _requests.Remove(token);
        Channel.TrySend(RelayUnpair.Type, new RelayUnpair(token));
    }

    /// <summary>Something has happened to the channel.</summary>
    public void HandleEvent(in MuxEvent happened)
    {
        Invariant.That(happened.Channel == Channel, "a client hears of its own channel");
        if (happened.Kind == MuxEventKind.Closed) _requests.Clear();
        else if (happened is { Kind: MuxEventKind.Received, Type: RelayPair.Type }) HandlePair(happened.Bytes.Span);
    }

    /// <summary>Takes what has been joined.</summary>
    public bool TryTakePaired(out RelayPaired paired) => _paired.TryDequeue(out paired);

    private void HandlePair(ReadOnlySpan<byte> bytes)
    {
        if (!RelayPair.TryDecode(bytes, out var pair))
        {
            _mux.Fail(MuxError.Malformed);
            return;
        }

        // An answer to a question that was not asked, or to the other end's.
        if (!_requests.TryGetValue(pair.Token, out var isInitiator) || isInitiator != pair.IsInitiator || pair.StreamId > uint.MaxValue) return;

        _requests.Remove(pair.Token);
        _paired.Enqueue(new RelayPaired(pair.Token, new StreamId((uint)pair.StreamId)));
    }
}

/// <summary>A relay has joined two streams.</summary>
/// <param name="Token">What both ends had shown.</param>
/// <param name="RemoteId">The relay's stream: what our packets are to carry, which go where the connection to the relay goes.</param>
public readonly record struct RelayPaired(SecretToken Token, StreamId RemoteId);
