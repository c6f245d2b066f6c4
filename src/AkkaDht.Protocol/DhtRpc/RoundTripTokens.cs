using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// Issues round-trip tokens and knows its own again: a token is the keyed hash of the requester's host, and the keys change
/// every 7.5 s, so that it is accepted for 7.5 to 15 s (02-dht-rpc.md A7). Secrets are made when first needed and rotate
/// when next used; the tokens of a known host are computed once per rotation.
/// </summary>
public sealed class RoundTripTokens
{
    // The reference counts ten drains of the congestion window, 750 ms each.
    private static readonly TimeSpan RotationInterval = TimeSpan.FromMilliseconds(7500);

    private const int SecretLength = 32;

    // "255.255.255.255"
    private const int MaxHostLength = 15;

    private readonly ICryptoSuite _crypto;
    private readonly IRandomSource _random;
    private readonly HostTokenCache _cache;
    private byte[]? _secrets;
    private Instant _nextRotation;

    /// <summary>A node without secrets yet; <paramref name="maxHosts"/> bounds the hosts whose tokens are kept at hand.</summary>
    public RoundTripTokens(ICryptoSuite crypto, IRandomSource random, int maxHosts = HostTokenCache.DefaultCapacity)
    {
        _crypto = crypto;
        _random = random;
        _cache = new HostTokenCache(maxHosts);
    }

    /// <summary>A node with these two secrets, 32 bytes each, the present one second.</summary>
    internal RoundTripTokens(ICryptoSuite crypto, IRandomSource random, Instant now, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> present)
        : this(crypto, random)
    {
        _secrets = [.. previous, .. present];
        _nextRotation = now + RotationInterval;
    }

    internal ReadOnlySpan<byte> Secrets => _secrets;

    /// <summary>The token for whoever receives datagrams at <paramref name="host"/>.</summary>
    public RoundTripToken Issue(Instant now, uint host)
    {
        Advance(now);
        return Present(ref _cache.SlotOf(host), host);
    }

    /// <summary>Whether <paramref name="token"/> was issued to <paramref name="host"/> lately.</summary>
    public bool IsValid(Instant now, uint host, in RoundTripToken token)
    {
        Advance(now);
        ref var slot = ref _cache.SlotOf(host);
        return Present(ref slot, host) == token || Previous(ref slot, host) == token;
    }

    private void Advance(Instant now)
    {
        if (_secrets is null)
        {
            _secrets = new byte[2 * SecretLength];
            _random.Fill(_secrets);
            _nextRotation = now + RotationInterval;
        }

        // Two rotations outdate everything issued, so a long silence costs no more than two.
        for (var i = 0; i < 2 && now >= _nextRotation; i++) Rotate();
        if (now >= _nextRotation) _nextRotation = now + RotationInterval;
    }

    private void Rotate()
    {
        var previous = _secrets.AsSpan(0, SecretLength);
        var present = _secrets.AsSpan(SecretLength);
        Span<byte> next = stackalloc byte[SecretLength];
        _crypto.Blake2b256(previous, next);
        present.CopyTo(previous);
        next.CopyTo(present);

        _nextRotation += RotationInterval;
        _cache.Rotate();
    }

    private ref readonly RoundTripToken Present(ref HostTokenCache.Slot slot, uint host)
    {
        if (!slot.HasPresent)
        {
            Compute(_secrets.AsSpan(SecretLength), host, slot.Present);
            slot.HasPresent = true;
        }

        return ref slot.Present;
    }

    private ref readonly RoundTripToken Previous(ref HostTokenCache.Slot slot, uint host)
    {
        if (!slot.HasPrevious)
        {
            Compute(_secrets.AsSpan(0, SecretLength), host, slot.Previous);
            slot.HasPrevious = true;
        }

        return ref slot.Previous;
    }

    private void Compute(ReadOnlySpan<byte> secret, uint host, Span<byte> token)
    {
        Span<byte> text = stackalloc byte[MaxHostLength];
        _crypto.Blake2b256(secret, text[..WriteHost(host, text)], token);
    }

    private static int WriteHost(uint host, Span<byte> text)
    {
        var length = 0;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            ((byte)(host >> shift)).TryFormat(text[length..], out var written);
            length += written;
            if (shift > 0) text[length++] = (byte)'.';
        }

        return length;
    }
}
