using System.Net;
using Akka.Actor;
using Akka.Event;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Requests;
using AkkaDht.Supervision;
using static AkkaDht.Bootstrapping.BootstrapMessages;

namespace AkkaDht.Bootstrapping;

/// <summary>
/// Turns bootstrap nodes into addresses each time they are needed, since both names and nodes move: an address suggested with
/// a name is pinged first, and the name looked up if it does not answer. Those who ask meanwhile wait for the same result.
/// </summary>
internal sealed class BootstrapActor : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeParts _parts;
    private readonly IReadOnlyList<BootstrapNode> _bootstrap;
    private readonly Node[]? _literal;
    private readonly List<IActorRef> _waiting = [];
    private PeerAddress?[] _found = [];
    private int _missing;

    public BootstrapActor(NodeParts parts)
    {
        _parts = parts;
        _bootstrap = parts.Settings.Bootstrap;
        if (_bootstrap.All(node => node.LiteralAddress is not null)) _literal = [.. _bootstrap.Select(node => NodeAt(node.LiteralAddress!.Value))];
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Resolve _ when _literal is not null: Sender.Tell(new Resolved(_literal)); break;
            case Resolve _: Resolve(Sender); break;
            case RequestMessages.Finished finished: SuggestionAnswered((int)finished.Tag, finished.Kind == RequestOutcomeKind.Replied); break;
            case LookedUp found: LookedUpName(found); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PreRestart(Exception reason, object message)
    {
        foreach (var waiting in _waiting) waiting.Tell(new Resolved([]));
        base.PreRestart(reason, message);
    }

    private void Resolve(IActorRef asker)
    {
        _waiting.Add(asker);
        if (_waiting.Count > 1) return;

        _found = new PeerAddress?[_bootstrap.Count];
        _missing = _bootstrap.Count;
        for (var i = 0; i < _bootstrap.Count; i++) Begin(i, _bootstrap[i]);
    }

    private void Begin(int index, BootstrapNode node)
    {
        if (node.LiteralAddress is { } address) Found(index, address);
        else if (node.SuggestedHost is { } host) _parts.Requests.Tell(new RequestMessages.Send(RequestSpec.Ping(new PeerAddress(host, node.Port)), index));
        else LookUp(index, node);
    }

    private void SuggestionAnswered(int index, bool isThere)
    {
        if (_missing == 0) return;

        var node = _bootstrap[index];
        if (isThere) Found(index, new PeerAddress(node.SuggestedHost!.Value, node.Port));
        else LookUp(index, node);
    }

    private void LookUp(int index, BootstrapNode node)
    {
        if (PeerAddress.TryParseHost(node.Host, out var host)) Found(index, new PeerAddress(host, node.Port));
        else
            _parts.Settings.LookUp(node.Host).PipeTo(Self,
                success: addresses => new LookedUp(index, addresses.Length > 0 ? AddressOf(addresses[0], node.Port) : null),
                failure: _ => new LookedUp(index, null));
    }

    // Every walk of a small network asks for the names again, so that a missing one is not worth more than a debug line.
    private void LookedUpName(LookedUp found)
    {
        if (found.Address is null) _log.Debug("{0} has no IPv4 address that could be found", _bootstrap[found.Index]);
        Found(found.Index, found.Address);
    }

    private void Found(int index, PeerAddress? address)
    {
        // What the incarnation before this one asked for concerns nobody any more.
        if (_missing == 0) return;

        _found[index] = address;
        if (--_missing > 0) return;

        var resolved = new Resolved([.. _found.OfType<PeerAddress>().Select(NodeAt)]);
        foreach (var waiting in _waiting) waiting.Tell(resolved);
        _waiting.Clear();
    }

    private static PeerAddress AddressOf(IPAddress address, ushort port) =>
        new(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes()), port);

    private Node NodeAt(PeerAddress address) => new(_parts.IdOf(address), address);

    /// <summary>The name service has answered; null when it knows no IPv4 address.</summary>
    private sealed record LookedUp(int Index, PeerAddress? Address);
}
