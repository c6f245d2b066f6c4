using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>Two connected ends with nothing between them: what one sends the other has at once. Allocates nothing by itself.</summary>
internal sealed class StreamDuo
{
    private static readonly PeerAddress Somewhere = PeerAddress.Loopback(9);

    private readonly byte[] _packet = new byte[UdxStream.MaxPacketLength];

    public StreamDuo()
    {
        A.Connect(Now, new StreamPath(SocketRole.Server, Somewhere, B.LocalId));
        B.Connect(Now, new StreamPath(SocketRole.Server, Somewhere, A.LocalId));
    }

    public UdxStream A { get; } = new(new StreamId(1), UdxSettings.Default);

    public UdxStream B { get; } = new(new StreamId(2), UdxSettings.Default);

    public Instant Now { get; private set; } = Instant.FromMilliseconds(1);

    public long ReadBytes { get; private set; }

    /// <summary>Every so many packets one is lost; 0 for never.</summary>
    public int LosesOneIn { get; set; }

    public long Packets { get; private set; }

    public void After(TimeSpan time)
    {
        Now += time;
        A.HandleTimeout(Now);
        B.HandleTimeout(Now);
        Settle();
    }

    /// <summary>Passes packets on until neither end has one to send.</summary>
    public void Settle()
    {
        while (Pass(A, B) | Pass(B, A)) continue;
    }

    private bool Pass(UdxStream from, UdxStream to)
    {
        var any = false;
        while (from.TryTakeTransmit(Now, _packet, out var transmit))
        {
            any = true;
            Packets++;
            if (LosesOneIn > 0 && Packets % LosesOneIn == 0) continue;

            to.HandlePacket(Now, SocketRole.Server, Somewhere, _packet.AsMemory(0, transmit.Length));
            while (to.TryRead(out var bytes)) ReadBytes += bytes.Length;
        }

        while (from.TryTakeEvent(out _)) continue;
        return any;
    }
}
