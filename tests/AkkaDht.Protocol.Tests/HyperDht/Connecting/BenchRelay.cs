using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>A third peer that joins two ends with the same token and opposite roles, and passes packets between them.</summary>
internal sealed class BenchRelay(PeerBench bench)
{
    public static readonly PeerAddress Address = PeerAddress.Parse("70.0.0.1:7000");

    private readonly List<Guest> _guests = [];

    /// <summary>Whether anybody is there.</summary>
    public bool IsThere { get; set; } = true;

    /// <summary>Packets passed on.</summary>
    public int Passed { get; private set; }

    public bool IsEmpty => _guests.Count == 0;

    public void Dial(BenchEnd end, PeerAction.DialRelay dial)
    {
        var guest = new Guest(end, dial.Token, dial.IsInitiator, new StreamId((uint)(900 + _guests.Count)));
        _guests.Add(guest);
        bench.After(bench.Lag() * 3, () => Reached(guest));
    }

    public void HangUp(BenchEnd end) => _guests.RemoveAll(guest => guest.End == end);

    /// <summary>The relay ends, and every connection to it.</summary>
    public void Die()
    {
        IsThere = false;
        foreach (var guest in _guests.ToArray())
        {
            _guests.Remove(guest);
            guest.End.Books.RelayFailed();
            guest.End.Turn(guest.End.Link.HandleRelayFailed);
        }
    }

    /// <summary>A packet came for one of the streams here.</summary>
    public void Packet(StreamId id)
    {
        if (_guests.Find(guest => guest.Id == id && guest.IsPaired) is not { } sender) return;
        if (OtherOf(sender) is not { IsPaired: true } other) return;

        Passed++;
        bench.After(bench.Lag(), () =>
        {
            if (_guests.Contains(other)) other.End.Packet(other.End.RequestSocket, Address);
        });
    }

    private void Reached(Guest guest)
    {
        if (!_guests.Contains(guest)) return;

        if (!IsThere)
        {
            _guests.Remove(guest);
            guest.End.Books.RelayFailed();
            guest.End.Turn(guest.End.Link.HandleRelayFailed);
            return;
        }

        guest.End.Turn(now => guest.End.Link.HandleRelayReached(now, guest.End.RequestSocket, Address));
        guest.IsWaiting = true;
        if (OtherOf(guest) is not { IsWaiting: true } other) return;

        // The ends hear of it one after the other, so packets may come before the word.
        (guest.IsPaired, other.IsPaired) = (true, true);
        bench.After(bench.Lag(), () => Paired(guest));
        bench.After(bench.Lag(), () => Paired(other));
    }

    private void Paired(Guest guest)
    {
        if (_guests.Contains(guest)) guest.End.Turn(now => guest.End.Link.HandleRelayPaired(now, guest.End.RequestSocket, Address, guest.Id));
    }

    private Guest? OtherOf(Guest guest) => _guests.Find(other => other.Token == guest.Token && other.IsInitiator != guest.IsInitiator);

    private sealed class Guest(BenchEnd end, SecretToken token, bool isInitiator, StreamId id)
    {
        public BenchEnd End => end;

        public SecretToken Token => token;

        public bool IsInitiator => isInitiator;

        public StreamId Id => id;

        public bool IsWaiting { get; set; }

        public bool IsPaired { get; set; }
    }
}
