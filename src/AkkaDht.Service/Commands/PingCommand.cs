using System.Buffers.Binary;
using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>ping H:P --bootstrap H:P …</c>: is that node there?</summary>
internal static class PingCommand
{
    public static Command Create()
    {
        var to = Options.Peer("The node to ask, as host:port.");
        var command = new Command("ping", "Ask whether a node is there.") { to, Options.Bootstrap };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var node = await session.StartClientAsync(arguments.GetRequiredValue(Options.Bootstrap), ended);
            var address = await ResolveAsync(arguments.GetRequiredValue(to), ended);
            try
            {
                await session.Voice.SayAsync(Lines.Pong(await node.PingAsync(address, cancellationToken: ended)));
                return ExitCodes.Success;
            }
            catch (DhtException failure) when (failure.Kind == RequestOutcomeKind.TimedOut)
            {
                await session.Voice.SayAsync(new NoAnswer(address.HostText, address.Port));
                return ExitCodes.Failure;
            }
        }));
        return command;
    }

    private static async Task<PeerAddress> ResolveAsync(BootstrapNode peer, CancellationToken ended)
    {
        if (peer.LiteralAddress is { } address) return address;

        var hosts = await Dns.GetHostAddressesAsync(peer.Host, AddressFamily.InterNetwork, ended);
        return new PeerAddress(BinaryPrimitives.ReadUInt32BigEndian(hosts[0].GetAddressBytes()), peer.Port);
    }
}
