using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <content>Passes on what the puncher wants, and what becomes of it.</content>
public abstract partial class PeerLink
{
    // Stays for what it has found out, after it is over too.
    private protected Puncher? Puncher { get; private set; }

    /// <summary>Whether a hole is being punched, or about to be.</summary>
    [MemberNotNullWhen(true, nameof(Puncher))]
    public bool IsPunching => Puncher is { IsOver: false };

    // Whether a relay can carry, or carries, what cannot be punched at once; there is time then to wait for one's turn.
    private protected bool CanWait => HasRelay;

    /// <summary>
    /// A socket was opened, or could not be (null). <paramref name="recentNodes"/> are nodes that were heard lately, the latest first,
    /// by which its NAT is found out; sixteen suffice.
    /// </summary>
    public void HandleSocket(Instant now, SocketRole? socket, IReadOnlyList<PeerAddress> recentNodes)
    {
        if (Puncher is null) return;

        Puncher.HandleSocket(now, socket, recentNodes);
        DrainPuncher(now);
        if (IsPunching && Puncher.Socket is not null) SocketOpened(now);
    }

    /// <summary>A probe of one byte arrived on a pool socket of ours.</summary>
    public void HandleProbe(Instant now, SocketRole socket, PeerAddress from)
    {
        if (Puncher is null || from.Port == 0) return;

        Puncher.HandleProbe(now, socket, from);
        DrainPuncher(now);
    }

    /// <summary>The puncher has a socket, its first one or another.</summary>
    private protected abstract void SocketOpened(Instant now);

    /// <summary>As much is known of our NAT as there will be.</summary>
    private protected abstract void Analyzed(Instant now);

    private protected void BeginPunch(Instant now, bool isInitiator, FirewallKind remoteFirewall, uint ownHost)
    {
        Puncher = new Puncher(Settings.Puncher, Random, _gate, isInitiator, remoteFirewall, Vantage.IsFirewalled);
        Puncher.HandleOwnHost(ownHost);
        OpenWay(Ways.Punch);
        Stage = ConnectStage.Probing;
        Puncher.HandleStart(now);
        DrainPuncher(now);
    }

    private protected void EndPunch(Instant now)
    {
        if (!IsPunching) return;

        Puncher.Destroy(now);
        PunchEnded();
        DrainPuncher(now);
    }

    /// <summary>The punch is over, and what waits for it need not wait.</summary>
    private protected abstract void PunchEnded();

    private protected bool TryPunch(Instant now)
    {
        if (Puncher is not { } puncher) return false;

        var isFirst = !puncher.IsPunching;
        var isPunching = puncher.TryPunch(now);
        if (isPunching && isFirst) Count(puncher.Strategy);
        if (isPunching) Stage = ConnectStage.Punching;
        DrainPuncher(now);
        return isPunching;
    }

    // The rule of the application is asked with what both sides know by now; one that throws forbids.
    private protected bool Allows(Func<FirewallKind, FirewallKind, IReadOnlyList<PeerAddress>, IReadOnlyList<PeerAddress>, bool>? rule)
    {
        if (rule is null || Puncher is not { } puncher) return true;

        try
        {
            return rule(puncher.RemoteFirewall, puncher.Nat.Firewall, [.. puncher.RemoteAddresses.Select(remote => remote.Address)], puncher.Nat.Addresses ?? []);
        }
        catch (Exception)
        {
            return false;
        }
    }

    private protected void DrainPuncher(Instant now)
    {
        while (Puncher!.TryTakeAction(out var action))
        {
            switch (action)
            {
                case PuncherAction.OpenSocket: Want(new PeerAction.OpenSocket()); break;
                case PuncherAction.ReleaseSocket release: Want(new PeerAction.ReleaseSocket(release.Socket)); break;
                case PuncherAction.Probe probe: Want(new PeerAction.Probe(probe.Socket, probe.To, probe.Ttl)); break;
                case PuncherAction.Ping ping: Ask(QuestionKind.NatPing, RequestSpec.Ping(ping.To) with { Socket = ping.Socket, Retries = 0 }); break;
                case PuncherAction.Connected connected: TakePath(now, connected.Socket, connected.From); break;
                case PuncherAction.Analyzed: Analyzed(now); break;
                case PuncherAction.Aborted:
                    PunchEnded();
                    GiveUp(now, Ways.Punch, ConnectError.HolepunchAborted);
                    break;
            }
        }
    }

    private void HandlePong(Instant now, Question question, Reply? reply)
    {
        if (Puncher is null) return;

        if (reply is not null) Puncher.HandlePong(now, question.Socket, reply.From, reply.To);
        else Puncher.HandlePingFailed(now, question.Socket, question.To);
        DrainPuncher(now);
    }

    private void Count(PunchStrategy strategy)
    {
        if (strategy == PunchStrategy.Consistent) Counts.ConsistentPunches++;
        else Counts.RandomPunches++;
    }
}
