using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Holepunching;
using static AkkaDht.Protocol.Tests.HyperDht.Holepunching.PunchData;

namespace AkkaDht.Protocol.Tests.HyperDht.Holepunching;

/// <summary>A puncher in virtual time, with everything that it did and when, and sockets that are counted.</summary>
internal sealed class PuncherUnderTest
{
    /// <summary>Where most see us.</summary>
    public static readonly PeerAddress Ours = PeerAddress.Parse("88.1.1.1:4000");

    private readonly HashSet<SocketRole> _open = [];
    private int _lastSocket = SocketRole.FirstPooled;

    public PuncherUnderTest(
        bool isInitiator = true, FirewallKind remote = FirewallKind.Unknown, bool isFirewalled = true, PuncherSettings? settings = null, RandomPunchGate? gate = null, int seed = 1)
    {
        Gate = gate ?? new RandomPunchGate();
        Machine = new Puncher(settings ?? PuncherSettings.Default, new SeededRandom(seed), Gate, isInitiator, remote, isFirewalled);
    }

    public Puncher Machine { get; }

    public RandomPunchGate Gate { get; }

    public Instant Now { get; private set; } = Start;

    /// <summary>Everything done, with the milliseconds since the start.</summary>
    public List<(long At, PuncherAction Action)> Done { get; } = [];

    /// <summary>Sockets asked for that were not answered yet.</summary>
    public int Asked { get; private set; }

    /// <summary>Sockets that the machine has and must give back.</summary>
    public IReadOnlyCollection<SocketRole> Open => _open;

    public SocketRole Socket => Machine.Socket!.Value;

    public IEnumerable<PuncherAction.Probe> Probes => Of<PuncherAction.Probe>();

    public IEnumerable<PuncherAction.Ping> Pings => Of<PuncherAction.Ping>();

    public IEnumerable<(long At, PuncherAction.Probe Probe)> ProbesInTime => Done.Where(done => done.Action is PuncherAction.Probe).Select(done => (done.At, (PuncherAction.Probe)done.Action));

    public IEnumerable<T> Of<T>() where T : PuncherAction => Done.Select(done => done.Action).OfType<T>();

    public PuncherUnderTest Turn(Action<Instant, Puncher> input)
    {
        input(Now, Machine);
        Drain();
        return this;
    }

    /// <summary>Starts and gives the first socket.</summary>
    public PuncherUnderTest Started(int nodes = 0) => Turn((now, puncher) => puncher.HandleStart(now)).Give(nodes);

    /// <summary>Answers one request for a socket.</summary>
    public PuncherUnderTest Give(int nodes = 0)
    {
        Asked--;
        var socket = new SocketRole(_lastSocket++);
        _open.Add(socket);
        return Turn((now, puncher) => puncher.HandleSocket(now, socket, Nodes(nodes)));
    }

    /// <summary>Answers one request for a socket with none.</summary>
    public PuncherUnderTest GiveNone()
    {
        Asked--;
        return Turn((now, puncher) => puncher.HandleSocket(now, null, []));
    }

    /// <summary>Answers requests for sockets for as long as there are any.</summary>
    public PuncherUnderTest GiveAll()
    {
        while (Asked > 0) Give();
        return this;
    }

    /// <summary>Three agree about our address, so that our NAT is consistent, or all differ, so that it is random.</summary>
    public PuncherUnderTest Behind(FirewallKind firewall, int firstReporter = 1000)
    {
        for (var i = 0; i < 4; i++)
        {
            var seen = firewall == FirewallKind.Random ? Ours with { Port = (ushort)(Ours.Port + i) } : Ours;
            Turn((_, puncher) => puncher.HandleSample(seen, Node(firstReporter + i)));
        }

        return this;
    }

    public PuncherUnderTest Remote(FirewallKind firewall, uint? verified, params PeerAddress[] addresses) =>
        Turn((_, puncher) => puncher.HandleRemote(firewall, addresses, isPunching: true, verified));

    public bool TryPunch()
    {
        var punches = false;
        Turn((now, puncher) => punches = puncher.TryPunch(now));
        return punches;
    }

    /// <summary>Lets time pass, deadline by deadline.</summary>
    public PuncherUnderTest RunFor(TimeSpan span)
    {
        var end = Now + span;
        while (Machine.NextDeadline <= end)
        {
            Now = Machine.NextDeadline > Now ? Machine.NextDeadline : Now;
            Turn((now, puncher) => puncher.HandleTimeout(now));
        }

        Now = end;
        return this;
    }

    private void Drain()
    {
        while (Machine.TryTakeAction(out var action))
        {
            Done.Add(((long)(Now - Start).TotalMilliseconds, action));
            switch (action)
            {
                case PuncherAction.OpenSocket: Asked++; break;
                case PuncherAction.ReleaseSocket release: Assert.True(_open.Remove(release.Socket), $"{release.Socket} was given back twice."); break;
                case PuncherAction.Probe probe: Assert.Contains(probe.Socket, _open); break;
                case PuncherAction.Ping ping: Assert.Contains(ping.Socket, _open); break;
            }
        }
    }
}
