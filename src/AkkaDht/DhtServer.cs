using Akka.Actor;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Servers;

namespace AkkaDht;

/// <summary>
/// A server for people who would rather await than tell: a key pair that peers connect to. Connections that wait to be accepted are
/// open already; beyond <see cref="ServerSpec.MaxBacklog"/> further ones are given up.
/// </summary>
public sealed class DhtServer : IAsyncDisposable
{
    private readonly ServerReader.Desk _desk;
    private readonly ServerMessages.Listening _listening;

    private DhtServer(ServerReader.Desk desk, ServerMessages.Listening listening) => (_desk, _listening) = (desk, listening);

    /// <summary>The server's actor: takes the messages of <see cref="ServerMessages"/>.</summary>
    public IActorRef Actor => _listening.Server;

    /// <summary>What peers connect to.</summary>
    public PublicKey PublicKey => _listening.PublicKey;

    /// <summary>Completes when the server is closed.</summary>
    public Task Completion => _desk.Ended.Task;

    /// <summary>The connections of peers, each once, as they come; ends with the server.</summary>
    public IAsyncEnumerable<DhtConnection> AcceptAsync(CancellationToken cancellationToken = default) => _desk.Accepted.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Where the server is announced at the moment; empty when it is closed.</summary>
    public async Task<ServerMessages.Relays> GetRelaysAsync(CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = Actor.Ask<ServerMessages.Relays>(ServerMessages.GetRelays.Instance, either.Token);
        if (await Task.WhenAny(answer, Completion) == answer) return await answer;

        await either.CancelAsync();
        return new ServerMessages.Relays([], []);
    }

    /// <summary>Announces the server anew, in the background.</summary>
    public void Refresh() => Actor.Tell(ServerMessages.Refresh.Instance, ActorRefs.NoSender);

    /// <summary>Closes the server: its announcements are taken back, connections that were accepted stay, those that were not end.</summary>
    public async ValueTask DisposeAsync()
    {
        Actor.Tell(ServerMessages.Close.Instance, ActorRefs.NoSender);
        await Completion;
        while (_desk.Accepted.Reader.TryRead(out var unwanted)) unwanted.Abort();
    }

    internal static async Task<DhtServer> ListenAsync(DhtNode node, ServerSpec spec, CancellationToken cancellationToken)
    {
        var desk = new ServerReader.Desk(spec.MaxBacklog);
        var reader = node.System.ActorOf(ServerReader.Props(node, spec, desk));
        try
        {
            return new DhtServer(desk, await desk.Listening.Task.WaitAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            node.System.Stop(reader);
            throw;
        }
    }
}
