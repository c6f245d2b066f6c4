using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Handshaking;

/// <summary>
/// Decides whether a node begins to work on a handshake, before anything is decrypted: one more has to fit into what is under way
/// on the node, on the server and for the address, and the address has to have an allowance left. Between the packet of a stranger,
/// which costs him nothing, and the curve multiplications and sockets, which cost us.
/// </summary>
/// <remarks>
/// <para>Copies of a handshake that is known already are not asked about: a client that comes through several relays pays once.</para>
/// <para>
/// What a stranger can observe is silence, and the same silence whatever the cause: a handshake beyond a bound, one that cannot be
/// decrypted, one whose key the server does not know and one whose key it refuses all end without an answer. Nothing that could be
/// seen from outside happens before a key is accepted: no socket is opened, no stream id reserved, no relay dialled. Refusing takes
/// the same way for every key, namely decrypting, then asking the server's owner; both kinds give their place back at the same point, when
/// the owner has answered, and their copies are answered with silence from memory for the same time.
/// </para>
/// <para>
/// What remains visible: an accepted client learns the number of its session, the lowest that is free, and so how many handshakes are
/// under way at most. How long the owner takes to decide shows in no answer; an owner that is to be alike towards everybody in the
/// time it computes has to see to that itself.
/// </para>
/// </remarks>
public sealed class HandshakeAdmission(AdmissionSettings settings, IRandomSource random)
{
    private readonly Dictionary<NodeId, int> _perServer = [];
    private readonly Dictionary<PeerAddress, int> _perAddress = [];
    private readonly TokenBuckets _public = new(settings.Burst, settings.PerSecond, settings.Slots, random);
    private readonly TokenBuckets _private = new(settings.PrivateBurst, settings.PrivatePerSecond, settings.Slots, random);
    private AdmissionStats _stats;

    /// <summary>Everything counted so far.</summary>
    public AdmissionStats Stats => _stats;

    /// <summary>
    /// A handshake for the server at <paramref name="server"/> has come in on account of <paramref name="client"/>: true when it
    /// may be worked on, and then <see cref="HandleEnded"/> follows when it is under way no more.
    /// </summary>
    public bool TryAdmit(Instant now, NodeId server, PeerAddress client)
    {
        var account = AccountOf(client);
        if (_stats.UnderWay >= settings.MaxHandshakes) _stats = _stats with { RefusedInTotal = _stats.RefusedInTotal + 1 };
        else if (_perServer.GetValueOrDefault(server) >= settings.MaxPerServer) _stats = _stats with { RefusedPerServer = _stats.RefusedPerServer + 1 };
        else if (_perAddress.GetValueOrDefault(account) >= settings.MaxPerAddress) _stats = _stats with { RefusedPerAddress = _stats.RefusedPerAddress + 1 };
        else if (!(client.IsPrivate ? _private : _public).TryTake(now, account)) _stats = _stats with { RefusedByRate = _stats.RefusedByRate + 1 };
        else return Admit(server, account);

        return false;
    }

    /// <summary>A handshake that was admitted with the same arguments has led to a connection, or will not.</summary>
    public void HandleEnded(NodeId server, PeerAddress client)
    {
        Decrement(_perServer, server);
        Decrement(_perAddress, AccountOf(client));
        _stats = _stats with { UnderWay = _stats.UnderWay - 1 };
    }

    // A public host is one party, whatever ports it sends from; on a private network, and on this machine, each port is.
    private static PeerAddress AccountOf(PeerAddress client) => client.IsPrivate ? client : client with { Port = 0 };

    private bool Admit(NodeId server, PeerAddress account)
    {
        _perServer[server] = _perServer.GetValueOrDefault(server) + 1;
        _perAddress[account] = _perAddress.GetValueOrDefault(account) + 1;
        _stats = _stats with { UnderWay = _stats.UnderWay + 1, Admitted = _stats.Admitted + 1 };
        return true;
    }

    private static void Decrement<TKey>(Dictionary<TKey, int> counts, TKey key) where TKey : notnull
    {
        Invariant.That(counts.TryGetValue(key, out var count), "what ends was admitted");
        if (count == 1) counts.Remove(key);
        else counts[key] = count - 1;
    }
}
