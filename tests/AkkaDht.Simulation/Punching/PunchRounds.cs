using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht;

namespace AkkaDht.Simulation.Punching;

/// <summary>
/// What two sides of a hole punch tell each other through a relay, round by round as 03-hyperdht.md §8 and §9 say: only so much
/// of a connect attempt and of a server's session as moves their punchers. The relay sees where each letter comes from.
/// </summary>
public sealed class PunchRounds
{
    private const int Transmissions = 4;

    private readonly SimNetwork _network;
    private readonly SimReporter _relay;
    private readonly TimeSpan _delay;
    private readonly Dictionary<byte, Action<PeerAddress>> _letters = [];
    private byte _lastLetter;
    private PeerAddress _serverAddress;
    private bool _isRetry;

    /// <summary>Lets <paramref name="client"/> reach <paramref name="server"/> through <paramref name="relay"/>, each letter under way for <paramref name="delay"/>.</summary>
    public PunchRounds(SimNetwork network, SimReporter relay, PunchHost client, PunchHost server, TimeSpan delay)
    {
        (_network, _relay, Client, Server, _delay) = (network, relay, client, server, delay);
        relay.Forward = (from, letter) => network.At(network.Now + delay, () => Arrive(from, letter));
    }

    /// <summary>The side that connects.</summary>
    public PunchHost Client { get; }

    /// <summary>The side that is connected to.</summary>
    public PunchHost Server { get; }

    /// <summary>Why it was given up before anything was punched; null while it was not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether both sides have a path that works.</summary>
    public bool IsConnected => Client.IsThrough && Server.IsThrough;

    /// <summary>Whether nothing more will come of it.</summary>
    public bool IsOver => IsConnected || Failure is not null || (Client.Puncher.IsOver && !Client.Puncher.IsConnected && Server.Puncher.IsOver);

    /// <summary>Both begin: the server's answer to the handshake leaves through its puncher's socket.</summary>
    public void Start()
    {
        Server.Turn((now, puncher) => puncher.HandleStart(now));
        _network.At(_network.Now + _delay, () => Send(Server, HandleHandshake));
    }

    private void HandleHandshake(PeerAddress server)
    {
        _serverAddress = server;
        Client.Turn((now, puncher) => puncher.HandleStart(now));
        Client.Turn((_, puncher) => puncher.OpenSession(server));
        _network.At(_network.Now, Probe);
    }

    private void Probe()
    {
        if (Client.Puncher.Socket is not null) SendRound(isPunching: false, HandleProbed);
    }

    private void HandleProbed(Said server)
    {
        Take(Client, server, _relay.Address, verified: null);
        var pause = server.Firewall == FirewallKind.Unknown ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;
        _network.At(_network.Now + pause, () => Client.WhenAnalyzed(() =>
        {
            var wasUnstable = Client.Puncher.IsUnstable;
            if (wasUnstable) Client.Turn((now, puncher) => puncher.Reopen(now));
            Client.WhenAnalyzed(() => Decide(server, hasReopened: wasUnstable && !Client.Puncher.IsUnstable));
        }));
    }

    private void Decide(Said server, bool hasReopened)
    {
        if (Client.Puncher.IsConnected) return;

        var isUnknown = Client.Puncher.RemoteFirewall == FirewallKind.Unknown;
        if (!_isRetry && (hasReopened || isUnknown)) Retry();
        else if (isUnknown || Client.Puncher.Nat.Firewall == FirewallKind.Unknown) Fail("nobody knows its NAT");
        else if (Client.Puncher.IsUnstable) Fail("both NATs are random");
        else Punch(server);
    }

    private void Retry()
    {
        _isRetry = true;
        Probe();
    }

    private void Punch(Said server)
    {
        if (server.From != _serverAddress)
        {
            _serverAddress = server.From;
            Client.Turn((_, puncher) => puncher.OpenSession(server.From));
        }

        Client.Puncher.Nat.Freeze();
        if (Client.Puncher.TryReserve(_network.Now)) SendRound(isPunching: true, HandlePunched);
        else Fail("another random punch runs");
    }

    private void HandlePunched(Said server)
    {
        Take(Client, server, _relay.Address, verified: _serverAddress.Host);
        var punches = false;
        if (server.IsPunching) Client.Turn((now, puncher) => punches = puncher.TryPunch(now));
        if (!punches && !Client.Puncher.IsConnected) Fail("the client cannot punch");
    }

    // The server's half of a round; its answer goes back through its own socket.
    private void HandleRound(Said client, PeerAddress? serverAddress, Action<Said> answer)
    {
        if (Server.Puncher.IsOver) return;

        Take(Server, client, sampler: null, verified: client.IsPunching ? client.From.Host : null);
        Server.WhenAnalyzed(() =>
        {
            if (!client.IsPunching && Server.Puncher.IsUnstable) Server.Turn((now, puncher) => puncher.Reopen(now));
            Server.WhenAnalyzed(() => Answer(client, serverAddress, answer));
        });
    }

    private void Answer(Said client, PeerAddress? serverAddress, Action<Said> answer)
    {
        var nat = Server.Puncher.Nat;
        if (!client.IsPunching && Server.Puncher.IsUnstable)
        {
            Fail("the server is unstable");
            return;
        }

        if (serverAddress is { } named && nat.Addresses?.Contains(named) == true && nat.Firewall < FirewallKind.Random)
            Server.Turn((_, puncher) => puncher.Ping(client.From));
        if (client.IsPunching) Server.Turn((now, puncher) => puncher.TryPunch(now));
        if (nat.Firewall != FirewallKind.Unknown) nat.Freeze();

        var said = Say(Server, Server.Puncher.IsPunching);
        Send(Server, from => answer(said with { From = from, SeenAs = client.From }));
    }

    private void SendRound(bool isPunching, Action<Said> answer)
    {
        var said = Say(Client, isPunching);
        Send(Client, from => HandleRound(said with { From = from }, _serverAddress, answer));
    }

    private void Send(PunchHost from, Action<PeerAddress> arrive)
    {
        var letter = _lastLetter++;
        _letters.Add(letter, arrive);
        Write(from, letter, Transmissions);
    }

    // As a request: again after a second without an answer, and never for ever.
    private void Write(PunchHost from, byte letter, int transmissions)
    {
        if (IsOver || !_letters.ContainsKey(letter)) return;

        if (transmissions == 0)
        {
            Fail("nobody answers");
        }
        else if (from.Puncher.Socket is not null)
        {
            from.Write(_relay.Address, letter);
            _network.At(_network.Now + TimeSpan.FromSeconds(1), () => Write(from, letter, transmissions - 1));
        }
    }

    private void Arrive(PeerAddress from, byte letter)
    {
        if (!IsOver && _letters.Remove(letter, out var arrive)) arrive(from);
    }

    private static Said Say(PunchHost host, bool isPunching) => new(host.Puncher.Nat.Firewall, host.Puncher.Nat.Addresses, isPunching);

    private static void Take(PunchHost host, Said said, PeerAddress? sampler, uint? verified) => host.Turn((_, puncher) =>
    {
        puncher.HandleRemote(said.Firewall, said.Addresses, said.IsPunching, verified);
        if (sampler is { } by && said.SeenAs is { } seen) puncher.HandleSample(seen, by);
    });

    private void Fail(string reason)
    {
        Failure = reason;
        foreach (var host in (PunchHost[])[Client, Server]) host.Turn((now, puncher) => puncher.Destroy(now));
    }

    private sealed record Said(FirewallKind Firewall, IReadOnlyList<PeerAddress>? Addresses, bool IsPunching)
    {
        public PeerAddress From { get; init; }

        public PeerAddress? SeenAs { get; init; }
    }
}
