using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Service.Doctor;

/// <summary>Finds out about a machine and its network by asking: bootstrap nodes, nodes that see us, the system.</summary>
internal sealed class Examination(DhtNode node, DhtNodeSettings settings)
{
    private const int WantedWitnesses = 8;

    public async Task<Measurements> MeasureAsync(CancellationToken cancellation)
    {
        var bootstrap = await Task.WhenAll(settings.Bootstrap.Select(known => TryBootstrapAsync(known, cancellation)));
        await node.FullyBootstrappedAsync(cancellation);
        var local = (await node.GetStatusAsync(cancellation)).LocalAddress ?? PeerAddress.None;
        var witnesses = await WitnessesAsync(bootstrap, cancellation);
        var seen = await AskAllAsync(witnesses, witness => RequestSpec.Ping(witness), cancellation);

        // The server socket has never sent anything to them, so that no NAT has opened a way for these answers.
        var arrived = await AskAllAsync(seen.Select(reply => reply.From), witness => RequestSpec.PingNat(witness, local.Port), cancellation);
        var nat = new NatAnalysis(isFirewalled: seen.Count == 0 || seen.Any(reply => reply.To.Host != local.Host));
        foreach (var reply in seen) nat.Add(reply.To, reply.From);

        return new Measurements
        {
            LocalAddress = local,
            WantedPort = settings.Sockets.Port,
            Bootstrap = [.. bootstrap.Select(tried => (tried.Node.ToString(), tried.Reply?.Rtt))],
            Witnesses = (witnesses.Count, seen.Count),
            PublicHost = nat.Host,
            Nat = nat.Firewall,
            IsReachable = arrived.Count > 0,
            WantedReceiveBuffer = settings.Sockets.ReceiveBufferBytes,
            ReceiveBuffer = ReceiveBufferOf(settings.Sockets.ReceiveBufferBytes),
            Clock = DateTimeOffset.UtcNow,
            TimerTook = await TimerAsync(cancellation),
        };
    }

    private async Task<(BootstrapNode Node, Reply? Reply)> TryBootstrapAsync(BootstrapNode known, CancellationToken cancellation) =>
        (known, await ResolveAsync(known, cancellation) is { } address ? await AskAsync(RequestSpec.Ping(address), cancellation) : null);

    // Those of the table were heard a moment ago.
    private async Task<IReadOnlyList<PeerAddress>> WitnessesAsync(
        IEnumerable<(BootstrapNode Node, Reply? Reply)> bootstrap, CancellationToken cancellation)
    {
        var known = (await node.GetNodesAsync(cancellationToken: cancellation)).Select(entry => entry.Address);
        return [.. known.Concat(bootstrap.Where(tried => tried.Reply is not null).Select(tried => tried.Reply!.From)).Distinct().Take(WantedWitnesses)];
    }

    private async Task<IReadOnlyList<Reply>> AskAllAsync(IEnumerable<PeerAddress> witnesses, Func<PeerAddress, RequestSpec> question, CancellationToken cancellation) =>
        [.. (await Task.WhenAll(witnesses.Select(witness => AskAsync(question(witness), cancellation)))).OfType<Reply>()];

    private async Task<Reply?> AskAsync(RequestSpec request, CancellationToken cancellation)
    {
        try
        {
            return await node.RequestAsync(request, cancellation);
        }
        catch (DhtException)
        {
            return null;
        }
    }

    private static async Task<PeerAddress?> ResolveAsync(BootstrapNode known, CancellationToken cancellation)
    {
        if (known.LiteralAddress is { } address) return address;
        if (known.SuggestedHost is { } host) return new PeerAddress(host, known.Port);

        try
        {
            var hosts = await Dns.GetHostAddressesAsync(known.Host, AddressFamily.InterNetwork, cancellation);
            return hosts is [var first, ..] && PeerAddress.TryParseHost(first.ToString(), out var found) ? new PeerAddress(found, known.Port) : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    // Linux counts its own overhead in and says twice what a program may use.
    private static int ReceiveBufferOf(int wanted)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        if (wanted > 0) socket.ReceiveBufferSize = wanted;
        return OperatingSystem.IsLinux() ? socket.ReceiveBufferSize / 2 : socket.ReceiveBufferSize;
    }

    private static async Task<TimeSpan> TimerAsync(CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(Measurements.Timer, cancellation);
        return Stopwatch.GetElapsedTime(start);
    }
}
