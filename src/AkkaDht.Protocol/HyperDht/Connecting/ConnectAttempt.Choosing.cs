using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <content>Which ways to the server are open after a handshake that other nodes passed on (03-hyperdht.md §8.7 to §8.10).</content>
public sealed partial class ConnectAttempt
{
    private void ChooseWays(Instant now, ServerAnswer answer)
    {
        // A node that gives out the server's address as its own has not passed anything on.
        var isElsewhere = answer.Server != answer.Asked;
        var canPunch = answer.Relays.Count > 0;
        if ((answer.Payload.Firewall == FirewallKind.Open || (isElsewhere && !canPunch)) && TryFindOpenAddress(answer, out var open))
        {
            Counts.OpenPunches++;
            TakePath(now, Vantage.RequestSocket, open);
            return;
        }

        Dial(now, _relayOffer, answer.Payload.RelayThrough, prefersOwn: false);
        if (LocalFirewall == FirewallKind.Open)
        {
            OpenWay(Ways.Passive);
            Stage = ConnectStage.Connecting;
            Wait(now, Settings.PassiveWait);
            return;
        }

        var hasLan = isElsewhere && TryLan(answer);
        if (canPunch) BeginProbing(now, answer);
        else if (!hasLan) GiveUp(now, Ways.None, ConnectError.CannotHolepunch);
    }

    private static bool TryFindOpenAddress(ServerAnswer answer, out PeerAddress open)
    {
        open = answer.Server;
        foreach (var address in answer.Payload.Addresses4)
        {
            if (address.IsBogon || address.Port == 0) continue;

            open = address;
            break;
        }

        return open.Port > 0;
    }

    // Both ends come out of the same address, so they may be in the same network.
    private bool TryLan(ServerAnswer answer)
    {
        if (!_options.LocalConnection || answer.Us.Host != answer.Server.Host) return false;

        PeerAddress[] theirs = [.. answer.Payload.Addresses4.Where(address => !address.IsReserved && address.Port > 0)];
        if (theirs.Length == 0) return false;

        var address = LocalAddresses.Match(Vantage.LocalAddresses, theirs) ?? theirs[0];
        OpenWay(Ways.Lan);
        Stage = ConnectStage.Connecting;
        Ask(QuestionKind.LanPing, RequestSpec.Ping(address) with { Socket = Vantage.RequestSocket });
        return true;
    }

    private void LanAnswered(Instant now, PeerAddress address, Reply? reply)
    {
        if (reply is not null) TakePath(now, SocketRole.Server, address);
        else GiveUp(now, Ways.Lan, ConnectError.HolepunchAborted);
    }
}
