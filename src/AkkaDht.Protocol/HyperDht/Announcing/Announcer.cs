using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Announcing;

/// <summary>
/// Keeps one server findable: announces it to the nodes closest to its target, looks after them, and announces it anew when too
/// few are left, when one of them sees it elsewhere, or when five minutes are over. What clients learn of the server's relays
/// comes from here. Reference: <c>lib/announcer.js</c> (03-hyperdht.md §14).
/// </summary>
/// <remarks>
/// Beside the reference: a refresh that is asked for during a round is followed by a round; a server that found nobody, or was
/// offline, tries again at once when it can; a relay that sees another address than it forwards to leads to a round.
/// </remarks>
public sealed partial class Announcer
{
    private readonly AnnouncerSettings _settings;
    private readonly ICryptoSuite _crypto;
    private readonly KeyPair _keyPair;
    private readonly NodeId _target;
    private readonly RelayGenerations _relays = new();
    private readonly Queue<AnnouncerOutput> _outputs = [];

    private Phase _phase = Phase.Idle;
    private Wish _wish = Wish.Running;
    private bool _isOnline = true;
    private PeerAddress? _openAddress;
    private Instant _deadline = Instant.Never;

    /// <summary>An announcer of the server of <paramref name="keyPair"/>, which does nothing before <see cref="HandleStart"/>.</summary>
    public Announcer(AnnouncerSettings settings, ICryptoSuite crypto, KeyPair keyPair)
    {
        Invariant.That(settings.Relays > 0, "A server is announced to at least one node.");
        _settings = settings;
        _crypto = crypto;
        _keyPair = keyPair;
        _target = Targets.Of(crypto, keyPair.PublicKey);
    }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextDeadline => _deadline;

    /// <summary>The nodes that forward to the server, as clients are told for hole punching.</summary>
    public IReadOnlyList<RelayInfo> Relays { get; private set; } = [];

    /// <summary>Where clients may begin the next time: the server itself when it can be reached, then its relays; at most three.</summary>
    public IReadOnlyList<PeerAddress> RelayAddresses { get; private set; } = [];

    /// <summary>The nodes that forward to the server, or did within the last two rounds.</summary>
    public IReadOnlyList<PeerAddress> RecentRelays => _relays.All();

    /// <summary>Whether <paramref name="address"/> is one of <see cref="RecentRelays"/>.</summary>
    public bool IsRelay(PeerAddress address) => _relays.All().Contains(address);

    /// <summary>The server listens: the first round begins.</summary>
    public void HandleStart(Instant now)
    {
        if (_phase == Phase.Idle && _wish == Wish.Running) BeginRound(now);
    }

    /// <summary>Somebody wants the server announced anew, or the interfaces of the machine have changed.</summary>
    public void HandleRefresh(Instant now)
    {
        if (_wish != Wish.Running) return;

        _isRoundWanted = true;
        if (_phase is Phase.Resting or Phase.Waiting && _isOnline) BeginRound(now);
    }

    /// <summary>Whether the node is online, and where anybody can reach it; null when it is firewalled or does not know.</summary>
    public void HandleNetwork(Instant now, bool isOnline, PeerAddress? openAddress)
    {
        var isBack = isOnline && !_isOnline;
        (_isOnline, _openAddress) = (isOnline, openAddress);
        if (isBack && _phase == Phase.Waiting) BeginRound(now);
    }

    /// <summary>The server goes to sleep: its announcements are taken back.</summary>
    public void HandleSuspend(Instant now) => Withdraw(now, Wish.Suspended);

    /// <summary>The server closes: its announcements are taken back.</summary>
    public void HandleClose(Instant now) => Withdraw(now, Wish.Closed);

    /// <summary>The server goes on after a suspension.</summary>
    public void HandleResume(Instant now)
    {
        if (_wish != Wish.Suspended) return;

        _wish = Wish.Running;
        if (_phase == Phase.Idle) BeginRoundWhenOnline(now);
    }

    /// <summary>Does what is due at <paramref name="now"/>; too early does no harm.</summary>
    public void HandleTimeout(Instant now)
    {
        if (now < _deadline) return;

        _deadline = Instant.Never;
        switch (_phase)
        {
            case Phase.Resting: EndRest(now); break;
            case Phase.Waiting: BeginRoundWhenOnline(now); break;
            case Phase.Walking or Phase.Announcing or Phase.Leaving: HaveLeft(now); break;
            default: break;
        }
    }

    /// <summary>Takes the next output; all are taken after every input.</summary>
    public bool TryTakeOutput([NotNullWhen(true)] out AnnouncerOutput? output) => _outputs.TryDequeue(out output);

    private void Publish()
    {
        Relays = [.. _relays.Current.Select(relay => relay.Info)];
        PeerAddress[] open = _openAddress is { } address ? [address] : [];
        RelayAddresses = [.. open.Concat(Relays.Select(relay => relay.Relay)).Take(_settings.Relays)];
    }

    /// <summary>What the owner wants, which a round that is under way may not have caught up with.</summary>
    private enum Wish : byte
    {
        Running,
        Suspended,
        Closed,
    }

    private enum Phase : byte
    {
        /// <summary>Not started, or nothing is announced any more.</summary>
        Idle,

        /// <summary>A walk looks for the closest nodes.</summary>
        Walking,

        /// <summary>The closest nodes are being told.</summary>
        Announcing,

        /// <summary>Relays of the round before are being told to forget.</summary>
        Dropping,

        /// <summary>The relays are being pinged.</summary>
        Pinging,

        /// <summary>Between two rounds of pings.</summary>
        Resting,

        /// <summary>A round is due but not begun: the node is offline, or the last one is too short a time ago.</summary>
        Waiting,

        /// <summary>All announcements are being taken back.</summary>
        Leaving,
    }
}
