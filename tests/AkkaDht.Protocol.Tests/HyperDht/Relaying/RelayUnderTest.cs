using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Relaying;
using AkkaDht.Protocol.Protomux;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.HyperDht.Relaying;

/// <summary>A relay and its peers, whose frames arrive when they are delivered; it gives each end an id by counting from 1000.</summary>
internal sealed class RelayUnderTest(BlindRelaySettings? settings = null)
{
    private readonly List<RelayPeer> _peers = [];
    private uint _lastId = 1000;

    public BlindRelayServer Server { get; } = new(settings ?? new());

    public Instant Now { get; set; }

    public List<RelayLink> Opened { get; } = [];

    public List<RelayLink> Ended { get; } = [];

    /// <summary>Whether links cannot be opened.</summary>
    public bool HasNoIds { get; set; }

    public static SecretToken Token(byte number)
    {
        var bytes = new byte[SecretToken.Length];
        bytes.AsSpan().Fill(number);
        return SecretToken.Read(bytes);
    }

    /// <summary>A peer that has connected; its session is null when it was refused.</summary>
    public RelayPeer Connect()
    {
        var peer = new RelayPeer((byte)(_peers.Count + 1));
        if (Server.TryAccept(Now, peer.AtRelay, peer.Key, out var session)) peer.Session = session;
        _peers.Add(peer);
        Deliver();
        return peer;
    }

    public void Deliver()
    {
        while (_peers.Any(Pass)) Act();
        Act();
    }

    private bool Pass(RelayPeer peer)
    {
        var hasPassed = false;
        while (peer.AtPeer.TryTakeFrame(out var frame))
        {
            hasPassed = true;
            peer.AtRelay.HandleFrame(frame.ToArray());
            HandleAtRelay(peer);
        }

        HandleAtRelay(peer);
        while (peer.AtRelay.TryTakeFrame(out var frame))
        {
            hasPassed = true;
            peer.AtPeer.HandleFrame(frame.ToArray());
            peer.TakeEvents();
        }

        return hasPassed;
    }

    private void HandleAtRelay(RelayPeer peer)
    {
        while (peer.AtRelay.TryTakeEvent(out var happened))
            if (happened.Channel is not null && happened.Channel == peer.Session?.Channel) Server.HandleEvent(Now, peer.Session, happened);
    }

    private void Act()
    {
        while (Server.TryTakeAction(out var action))
        {
            switch (action)
            {
                case RelayAction.Open { Link: var link } when HasNoIds: Server.HandleEnded(Now, link); break;
                case RelayAction.Open { Link: var link }:
                    Opened.Add(link);
                    Server.HandleOpened(link, new StreamId(++_lastId), new StreamId(++_lastId));
                    Deliver();
                    break;
                case RelayAction.End end: Ended.Add(end.Link); break;
                case RelayAction.Leave leave: _peers.Single(peer => peer.Session == leave.Session).HasLeft = true; break;
                default: throw new InvalidOperationException();
            }
        }
    }
}

/// <summary>A peer of the relay: both muxers of its connection.</summary>
internal sealed class RelayPeer
{
    public RelayPeer(byte number)
    {
        Key = new byte[32];
        Key.AsSpan().Fill(number);
        Assert.True(BlindRelayClient.TryOpen(AtPeer, Key, out var client));
        Client = client;
    }

    public byte[] Key { get; }

    public Mux AtPeer { get; } = new(MuxSettings.Default);

    public Mux AtRelay { get; } = new(MuxSettings.Default);

    public BlindRelayClient Client { get; }

    public RelaySession? Session { get; set; }

    public bool HasLeft { get; set; }

    public List<RelayPaired> Paired { get; } = [];

    public bool Pair(bool isInitiator, byte token, uint streamId) => Client.TryPair(isInitiator, RelayUnderTest.Token(token), new StreamId(streamId));

    public void TakeEvents()
    {
        while (AtPeer.TryTakeEvent(out var happened)) Client.HandleEvent(happened);
        while (Client.TryTakePaired(out var paired)) Paired.Add(paired);
    }
}
