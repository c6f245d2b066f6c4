using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <content>What a client that was let in is answered, and how it is to reach us (03-hyperdht.md §9.4 to §9.9).</content>
public sealed partial class ServerSession
{
    private SessionAdmission? _admission;
    private SealedPayloads? _sealed;

    /// <summary>The client may come in; its deadline counts from here. Once.</summary>
    public void HandleAdmitted(Instant now, SessionAdmission admission)
    {
        if (IsOver || _admission is not null) return;

        Invariant.That(_payload is not null, "A client is let in after its message was read.");
        Invariant.That(admission.LocalId is not null || !WantsStream, "A client that is let in has a stream.");
        _admission = admission;
        Vantage = admission.Vantage;

        var relayOffer = admission.RelayThrough is { } relay ? new RelayOffer(relay, SecretToken.Random(Random)) : null;
        if (!_handshake.TryWrite(OurPayload(admission, relayOffer), out var answer))
        {
            Finish(now);
            return;
        }

        _answer = answer;
        SetKeys(_handshake.Result!, _payload.Udx?.Id ?? 0);
        if (WantsStream)
        {
            BeginDeadline(now);
            ChooseWays(now, relayOffer);
        }
        else
        {
            BeginClearing(now);
        }

        if (!_answersFromPuncher) AnswerWaiting();
    }

    private NoisePayload OurPayload(SessionAdmission admission, RelayOffer? relayOffer) => new()
    {
        Error = OurError,
        Firewall = Vantage.RemoteAddress is null ? FirewallKind.Unknown : FirewallKind.Open,
        Holepunch = Vantage.RemoteAddress is null ? new HolepunchOffer(admission.Id, admission.Relays) : null,
        Addresses4 = [.. Own(), .. admission.ShareLocalAddress ? Vantage.LocalAddresses : []],
        Udx = new UdxOffer(admission.IsReusable, WantsStream ? admission.LocalId!.Value.Value : 0, Seq: 0),
        HasSecretStream = true,
        RelayThrough = relayOffer,
        RelayAddresses = admission.RelayAddresses.Count > 0 ? admission.RelayAddresses : null,
    };

    private IEnumerable<PeerAddress> Own() => Vantage.RemoteAddress is { } remote ? [remote] : [];

    private void ChooseWays(Instant now, RelayOffer? relayOffer)
    {
        if ((_payload!.Firewall == FirewallKind.Open || CameDirectly) && ClientAddress.Port > 0)
        {
            Counts.OpenPunches++;
            TakePath(now, CameDirectly ? _first!.Socket : Vantage.RequestSocket, ClientAddress);
            return;
        }

        Dial(now, relayOffer, _payload.RelayThrough, prefersOwn: true);
        Stage = ConnectStage.Connecting;
        Wait(now, Settings.ServerWait);
        if (MayBeInLan())
        {
            // The client pings our usual socket, so the answer leaves there.
            BeginPunching(now);
        }
        else if (Vantage.RemoteAddress is null && _admission!.MayPunch)
        {
            // The node between tells the client where the answer came from, and that is the hole to punch to.
            _answersFromPuncher = true;
            BeginPunching(now);
        }
        else
        {
            OpenWay(Ways.Passive);
        }
    }

    private void BeginPunching(Instant now)
    {
        var secret = _handshake.HolepunchSecret();
        _sealed = new SealedPayloads(Crypto, Random, secret);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(secret);
        BeginPunch(now, isInitiator: false, _payload!.Firewall, _first!.To.Host);
    }

    // Both ends come out of the same address, and the client has one that fits with ours.
    private bool MayBeInLan()
    {
        if (!_admission!.ShareLocalAddress || ClientAddress.Host != _first!.To.Host) return false;

        PeerAddress[] theirs = [.. _payload!.Addresses4.Where(address => address.IsPrivate)];
        return LocalAddresses.Match(Vantage.LocalAddresses, theirs) is not null;
    }
}
