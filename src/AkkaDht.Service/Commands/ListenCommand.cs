using System.CommandLine;
using AkkaDht.Connections;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Servers;
using AkkaDht.Service.Output;
using AkkaDht.Service.Streams;

namespace AkkaDht.Service.Commands;

/// <summary>
/// <c>listen [--seed HEX] [--echo] [--allow KEY …]</c>: lets peers connect to a key. With <c>--echo</c> everybody gets back what they
/// send, until Ctrl-C; without, stdin and stdout are joined to the stream of the first who comes, and the others are not let in.
/// </summary>
internal static class ListenCommand
{
    public static Command Create(StandardStreams streams)
    {
        var seed = Options.Seed("Who to be; a peer of chance by default.");
        var echo = new Option<bool>("--echo") { Description = "Send back what peers send, instead of joining stdin and stdout to the first one's stream." };
        var allow = Options.Keys("--allow", "Who is let in; everybody by default.");

        var command = new Command("listen", "Let peers connect to a key.") { seed, echo, allow, Options.BootstrapOrPublic };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var node = await session.StartClientAsync(arguments.GetValue(Options.BootstrapOrPublic), ended);
            var keyPair = arguments.GetValue(seed) ?? DhtNode.NewKeyPair();
            var desk = new Reception(arguments.GetValue(allow) ?? [], isForOne: !arguments.GetValue(echo));
            await using var server = await node.ListenAsync(keyPair, new ServerSpec { Firewall = desk.IsLetIn }, ended);
            await (desk.IsForOne ? session.Aside : session.Voice).SayAsync(new Listening(server.PublicKey.ToHex()));
            return !desk.IsForOne
                ? await EchoAsync(session, server, ended)
                : await JoinAsync(session, server, desk, streams, ended);
        }));
        return command;
    }

    private static async Task<int> EchoAsync(Session session, DhtServer server, CancellationToken ended)
    {
        var echoing = new List<Task>();
        try
        {
            await foreach (var connection in server.AcceptAsync(ended))
            {
                await session.Voice.SayAsync(Lines.Connection(connection));
                echoing.RemoveAll(task => task.IsCompleted);
                echoing.Add(EchoAsync(connection));
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how it ends.
        }

        return ExitCodes.Success;
    }

    private static async Task EchoAsync(DhtConnection connection)
    {
        await using var closing = connection;
        try
        {
            while (await connection.ReadAsync() is { } message) await connection.WriteAsync(message);
        }
        catch (ConnectionException)
        {
            // The peer has gone without a word; the next one may come.
        }
    }

    private static async Task<int> JoinAsync(Session session, DhtServer server, Reception desk, StandardStreams streams, CancellationToken ended)
    {
        await foreach (var connection in server.AcceptAsync(ended))
        {
            if (!desk.TryTake())
            {
                connection.Abort();
                continue;
            }

            await session.Aside.SayAsync(Lines.Connection(connection));
            var end = await new Joint(connection, streams).RunAsync(ended);
            return end.IsClean ? ExitCodes.Success : throw new ConnectionException(end);
        }

        return ExitCodes.Failure;
    }

    /// <summary>Who is let in: those on the list, or everybody without one; and with room for one, nobody after the first.</summary>
    private sealed class Reception(PublicKey[] allowed, bool isForOne)
    {
        private readonly HashSet<PublicKey> _allowed = [.. allowed];
        private int _taken;

        public bool IsForOne => isForOne;

        public Task<bool> IsLetIn(PeerIntroduction peer) =>
            Task.FromResult((_allowed.Count == 0 || _allowed.Contains(peer.PublicKey)) && (!isForOne || Volatile.Read(ref _taken) == 0));

        public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;
    }
}
