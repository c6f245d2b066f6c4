using AkkaDht.Protocol;

namespace AkkaDht.Simulation.Punching;

/// <summary>A public host that tells whoever writes to it which address it sees, and passes messages of a punch on to their end.</summary>
public sealed class SimReporter : SimHost
{
    /// <summary>A question for one's own address.</summary>
    public const byte Question = 1;

    /// <summary>The answer; the address follows.</summary>
    public const byte Report = 2;

    /// <summary>Something for the other side of a punch.</summary>
    public const byte Letter = 3;

    private readonly SimNetwork _network;

    /// <summary>Attaches a reporter to <paramref name="address"/>.</summary>
    public SimReporter(SimNetwork network, PeerAddress address)
    {
        _network = network;
        Address = address;
        network.Attach(address, this);
    }

    /// <summary>Where it is.</summary>
    public PeerAddress Address { get; }

    /// <summary>Gets the address that a letter came from, as it is seen here, and the letter's number.</summary>
    public Action<PeerAddress, byte>? Forward { get; set; }

    /// <inheritdoc/>
    public override Instant NextDeadline => Instant.Never;

    /// <inheritdoc/>
    public override void HandleDatagram(Instant now, PeerAddress from, PeerAddress to, ReadOnlyMemory<byte> datagram)
    {
        switch (datagram.Span[0])
        {
            case Question:
                Span<byte> report = stackalloc byte[1 + PeerAddress.WireLength];
                report[0] = Report;
                from.CopyTo(report[1..]);
                _network.Send(Address, from, report);
                break;

            case Letter:
                Forward?.Invoke(from, datagram.Span[1]);
                break;
        }
    }

    /// <inheritdoc/>
    public override void HandleTimeout(Instant now) { }
}
