using AkkaDht.Protocol.HyperDht.Connecting;

namespace AkkaDht.Connecting;

/// <summary>The relay of a link.</summary>
internal abstract partial class LinkActor
{
    private void DialRelay(PeerAction.DialRelay dial) => Link!.HandleRelayFailed(Now);

    private void HangUpRelay()
    {
    }
}
