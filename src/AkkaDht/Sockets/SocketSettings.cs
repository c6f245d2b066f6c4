using Akka.Configuration;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>Where and how a node binds its two sockets: branch <c>akkadht.sockets</c>.</summary>
public sealed record SocketSettings
{
    /// <summary>The address to bind to, as in <see cref="PeerAddress.Host"/>; 0 for all networks.</summary>
    public uint Host { get; init; }

    /// <summary>The first port tried for the server socket; 0 for any.</summary>
    public ushort Port { get; init; }

    /// <summary>How many ports from <see cref="Port"/> on are tried in order; the reference tries 5.</summary>
    public int PortRange { get; init; } = 5;

    /// <summary>Whether any other port will do when those are taken.</summary>
    public bool AnyPort { get; init; } = true;

    /// <summary>Size of the system's receive buffer in bytes, as far as the system allows; 0 for its default. The window of one connection fits; the reference has 1 MiB.</summary>
    public int ReceiveBufferBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Size of the system's send buffer in bytes; 0 for the system's default.</summary>
    public int SendBufferBytes { get; init; }

    /// <summary>Batches of received datagrams that may wait to be handled; with more the socket is not read, and the system drops.</summary>
    public int MaxWaitingBatches { get; init; } = 4;

    /// <summary>Sockets that hole punches may have open at once; a punch that gets no further one goes on with what it has. One behind a random NAT takes 256.</summary>
    public int MaxPooled { get; init; } = 1024;

    /// <summary>Probes of one hole punch that may wait to be handled; further ones are dropped.</summary>
    public int MaxWaitingProbes { get; init; } = 64;

    /// <summary>How long a reusable socket stays open without a holder. Reference: hyperdht <c>lib/socket-pool.js</c>, <c>LINGER_TIME</c>.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long to wait before binding again after that has failed, or after a socket has failed three times within this time.</summary>
    public TimeSpan RebindDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Reads the branch <c>akkadht.sockets</c>.</summary>
    public static SocketSettings Create(Config config) => new()
    {
        Host = PeerAddress.TryParseHost(config.Text("host"), out var host) ? host
            : throw new ConfigurationException($"akkadht.sockets.host = '{config.Text("host")}' is not an IPv4 address."),
        Port = (ushort)config.Number("port", max: ushort.MaxValue),
        PortRange = config.Number("port-range", min: 1),
        AnyPort = config.Switch("any-port"),
        ReceiveBufferBytes = config.Bytes("receive-buffer"),
        SendBufferBytes = config.Bytes("send-buffer"),
        MaxWaitingBatches = config.Number("max-waiting-batches", min: 1),
        MaxPooled = config.Number("max-pooled"),
        MaxWaitingProbes = config.Number("max-waiting-probes", min: 1),
        Linger = config.Duration("linger"),
        RebindDelay = config.Duration("rebind-delay"),
    };

    /// <summary>The ports to try for the server socket, in order; 0 means any.</summary>
    internal IEnumerable<ushort> CandidatePorts()
    {
        for (var i = 0; Port != 0 && i < Math.Max(1, PortRange) && Port + i <= ushort.MaxValue; i++) yield return (ushort)(Port + i);
        if (Port == 0 || AnyPort) yield return 0;
    }
}
