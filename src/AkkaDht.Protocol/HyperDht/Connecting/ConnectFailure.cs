using System.Globalization;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>Why an attempt came to nothing, with what it knew by then.</summary>
/// <param name="Error">What went wrong last, when no other way was left.</param>
/// <param name="Stage">How far it had come.</param>
/// <param name="LocalFirewall">What this side knew of its own NAT.</param>
/// <param name="RemoteFirewall">What the peer said of its own.</param>
/// <param name="RelaysTried">The nodes by which the server was asked, in order, each once.</param>
/// <param name="Attempts">How many handshakes were sent.</param>
public sealed record ConnectFailure(
    ConnectError Error,
    ConnectStage Stage,
    FirewallKind LocalFirewall,
    FirewallKind RemoteFirewall,
    IReadOnlyList<PeerAddress> RelaysTried,
    int Attempts)
{
    /// <summary>What to look at, or to try next; one sentence for people.</summary>
    public string Hint => Error switch
    {
        ConnectError.PeerNotFound => "No node knows this key: is the server listening, announced, and in the same network?",
        ConnectError.PeerConnectionFailed => "Nodes know this key but the server stays silent: it may have stopped lately, or its firewall refuses our key.",
        ConnectError.HandshakeInvalid => "The key may not be a server's public key.",
        ConnectError.ServerIncompatible => "The server runs a version that this one cannot talk to; one of the two needs an update.",
        ConnectError.ServerError => "The server is there and declined; its own log says why.",
        ConnectError.CannotHolepunch => "The server has not announced itself at any node yet; try again in a few seconds, or give a relay.",
        ConnectError.HolepunchAborted when IsRandom => "A NAT chooses random ports, and such punches take turns on this node; try again in half a minute, or give a relay.",
        ConnectError.HolepunchAborted => "No packet came through: a firewall on either side may block UDP from strangers; give a relay.",
        ConnectError.HolepunchInvalid => "A node between altered a message; other nodes may serve better on the next try.",
        ConnectError.BadHolepunchReply => "A node between does not pass messages on as it should; other nodes may serve better on the next try.",
        ConnectError.HolepunchNotAnswered => "The server answered the handshake but not what followed; it may have ended meanwhile, so try again.",
        ConnectError.HolepunchProbeTimeout => "Too few nodes told what a NAT does; a node that has been running for a minute knows more of them.",
        ConnectError.HolepunchDoubleRandomizedNats => "Both NATs choose random ports, so that no hole can be punched; only a relay, or an open port on one side, helps.",
        ConnectError.RemoteAborted => "The server gave up: it may forbid hole punching, or be busy with another punch; try again in half a minute.",
        ConnectError.RemoteNotHolepunching => "The server answered without punching; try again.",
        ConnectError.RemoteNotHolepunchable => "The server knows no address of its own that could be punched to; give a relay.",
        ConnectError.RelayAborted => "The relay is not there, or the other side did not come to it: check the relay's key.",
        ConnectError.Suspended => "Resume the node first.",
        ConnectError.NodeEnded => "The node has ended.",
        ConnectError.RefusedByLimit => "Too many attempts are under way; wait for some to end, or raise the limit.",
        ConnectError.TimedOut => "The attempt came this far and no further; the stage says where to look.",
        _ => "",
    };

    private bool IsRandom => LocalFirewall >= FirewallKind.Random || RemoteFirewall >= FirewallKind.Random;

    /// <summary>One line for logs: what, where, both firewalls, whom it asked, how often, and the hint.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Error} while {Stage} (local firewall {LocalFirewall}, remote firewall {RemoteFirewall}, {Attempts} handshakes by [{string.Join(", ", RelaysTried)}]). {Hint}");
}
