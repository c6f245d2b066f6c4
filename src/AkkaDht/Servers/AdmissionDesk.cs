using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Servers;

/// <summary>The one <see cref="HandshakeAdmission"/> of a node, for all of its servers, each an actor of its own.</summary>
internal sealed class AdmissionDesk(AdmissionSettings settings, IRandomSource random)
{
    private readonly Lock _gate = new();
    private readonly HandshakeAdmission _admission = new(settings, random);

    public AdmissionStats Stats
    {
        get { lock (_gate) return _admission.Stats; }
    }

    public bool TryAdmit(Instant now, NodeId server, PeerAddress client)
    {
        lock (_gate) return _admission.TryAdmit(now, server, client);
    }

    public void HandleEnded(NodeId server, PeerAddress client)
    {
        lock (_gate) _admission.HandleEnded(server, client);
    }
}
