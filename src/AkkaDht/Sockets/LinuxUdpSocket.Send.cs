using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaDht.Sockets;

/// <summary>Sending: datagrams of one length to one address are given to the system as one, which cuts it (UDP_SEGMENT).</summary>
internal sealed unsafe partial class LinuxUdpSocket
{
    /// <summary>What older systems cut at most.</summary>
    private const int MaxCuts = 64;

    /// <summary>The longest datagram that UDP over IPv4 has.</summary>
    private const int MaxDatagramBytes = 65507;

    private bool _canCut;

    [SkipLocalsInit]
    public override int Send(TransmitBatch batch)
    {
        var headers = stackalloc MessageHeader[batch.Count];
        var vectors = stackalloc Vector[batch.Count];
        var receivers = stackalloc InternetAddress[batch.Count];
        var controls = stackalloc Control[batch.Count];
        fixed (byte* arena = batch.Arena)
        {
            var count = 0;
            for (var i = 0; i < batch.Count; count++)
            {
                var first = batch[i];
                var (datagrams, bytes) = RunFrom(batch, i);
                receivers[count] = InternetAddress.Of(first.To);
                vectors[count] = new Vector { Base = arena + first.Start, Length = (nuint)bytes };
                headers[count] = new MessageHeader { Name = receivers + count, NameLength = (uint)sizeof(InternetAddress), Vectors = vectors + count, VectorCount = 1 };
                controls[count] = datagrams > 1 ? Control.Cut(first.Length) : Control.TimeToLive(first.Ttl);
                if (datagrams > 1 || first.Ttl != 0) headers[count].SetControl(controls + count);
                i += datagrams;
            }

            return SendMany(headers, count);
        }
    }

    /// <summary>How many datagrams from <paramref name="index"/> on can go as one: all as long as the first, the last perhaps shorter.</summary>
    private (int Datagrams, int Bytes) RunFrom(TransmitBatch batch, int index)
    {
        var first = batch[index];
        var (datagrams, bytes) = (1, first.Length);
        if (!_canCut || first.Ttl != 0 || first.Length == 0) return (datagrams, bytes);

        while (index + datagrams < batch.Count && datagrams < MaxCuts)
        {
            var next = batch[index + datagrams];
            if (next.To != first.To || next.Ttl != 0 || next.Length > first.Length || next.Length == 0 || bytes + next.Length > MaxDatagramBytes) break;

            datagrams++;
            bytes += next.Length;
            if (next.Length < first.Length) break;
        }

        return (datagrams, bytes);
    }

    // The call stops at a datagram that the system does not take (no route, buffer full): that one is lost and the rest goes on.
    private int SendMany(MessageHeader* headers, int count)
    {
        var taken = 0;
        for (var next = 0; next < count;)
        {
            var sent = sendmmsg(Socket.SafeHandle, headers + next, (uint)(count - next), DontWait);
            if (sent > 0)
            {
                for (var end = next + sent; next < end; next++) taken += headers[next].Datagrams;
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Interrupted) continue;

            if (headers[next].Datagrams > 1 && error is not Again and not NoBuffers) taken += SendUncut(ref headers[next], error);
            next++;
        }

        return taken;
    }

    // A path that takes less than the datagrams have, or a device that cannot be told to cut: each goes by itself.
    private int SendUncut(ref MessageHeader header, int error)
    {
        if (error == InputOutput) _canCut = false;
        var whole = *header.Vectors;
        var each = (nuint)header.Control->Value;
        var end = whole.Base + whole.Length;
        var taken = 0;
        header.ClearControl();
        for (var next = whole.Base; next < end; next += each)
        {
            *header.Vectors = new Vector { Base = next, Length = Math.Min(each, (nuint)(end - next)) };
            fixed (MessageHeader* single = &header)
            {
                if (sendmmsg(Socket.SafeHandle, single, 1, DontWait) == 1) taken++;
            }
        }

        return taken;
    }
}
