using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Service.Commands;

/// <summary>The options and arguments that several verbs share, and how their values are read.</summary>
internal static partial class Options
{
    private const string BootstrapName = "--bootstrap";

    public static Option<bool> Json { get; } = new("--json") { Description = "One JSON object a line instead of words.", Recursive = true };

    public static Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Log what the node does, to stderr.", Recursive = true };

    public static Option<string?> Network { get; } = new("--network")
    {
        Description = "The name of a private network; the public one by default.",
        HelpName = "name",
        Recursive = true,
        CustomParser = ParseNetwork,
    };

    /// <summary>Where a node of a network of one's own starts from.</summary>
    public static Option<BootstrapNode[]> Bootstrap { get; } = CreateBootstrap("Nodes to start from: host:port, or ip@host:port to try an address before the name.", isRequired: true);

    /// <summary>Where a node starts from that is of the public network unless said otherwise.</summary>
    public static Option<BootstrapNode[]> BootstrapOrPublic { get; } = CreateBootstrap("Nodes to start from, host:port or ip@host:port; those of the public network by default.", isRequired: false);

    /// <summary>The argument of verbs that look for a point of the key space.</summary>
    public static Argument<NodeId> Target(string description) => new("hex") { Description = description, CustomParser = ParseTarget };

    /// <summary>The argument of verbs that talk to one node.</summary>
    public static Argument<BootstrapNode> Peer(string description) => new("host:port") { Description = description, CustomParser = ParsePeer };

    /// <summary>An IPv4 address in an option that needs one.</summary>
    public static Option<uint?> Host(string description, bool mayBeAny = true) =>
        new("--host") { Description = description, HelpName = "ip", CustomParser = result => ParseHost(result, mayBeAny) };

    /// <summary>A UDP port, 0 for any.</summary>
    public static Option<int> Port(string description, int least = 0) => Number("--port", description, least, ushort.MaxValue);

    /// <summary>A whole number between two others.</summary>
    public static Option<int> Number(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;

            result.AddError($"{name} is a number from {least} to {most}, not '{text}'.");
            return 0;
        },
    };

    /// <summary>Writes the option before each of the addresses that follow it.</summary>
    public static string[] RepeatBootstrap(IEnumerable<string> args)
    {
        var repeated = new List<string>();
        var isFollowing = false;
        foreach (var arg in args)
        {
            var isNode = BootstrapNode.TryParse(arg, out _);
            if (isFollowing && isNode && repeated[^1] != BootstrapName) repeated.Add(BootstrapName);
            isFollowing = arg == BootstrapName || (isFollowing && isNode);
            repeated.Add(arg);
        }

        return [.. repeated];
    }

    private static Option<BootstrapNode[]> CreateBootstrap(string description, bool isRequired) => new(BootstrapName)
    {
        Description = description,
        HelpName = "host:port",
        Required = isRequired,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ParseBootstrap,
    };

    private static BootstrapNode[] ParseBootstrap(ArgumentResult result)
    {
        var nodes = new List<BootstrapNode>();
        foreach (var token in result.Tokens)
        {
            if (BootstrapNode.TryParse(token.Value, out var node)) nodes.Add(node);
            else result.AddError($"'{token.Value}' is not a bootstrap node such as 127.0.0.1:49737.");
        }

        return [.. nodes];
    }

    private static string? ParseNetwork(ArgumentResult result)
    {
        var name = result.Tokens[0].Value;
        if (name.Length == 0 || name.Any(character => character is '"' or '\\' || char.IsControl(character)))
            result.AddError("The name of a network has no quotation mark, backslash or control character in it.");
        return name;
    }

    private static BootstrapNode? ParsePeer(ArgumentResult result)
    {
        if (BootstrapNode.TryParse(result.Tokens[0].Value, out var node)) return node;

        result.AddError($"'{result.Tokens[0].Value}' is not a node such as 127.0.0.1:49737.");
        return null;
    }

    private static NodeId ParseTarget(ArgumentResult result)
    {
        if (!NodeId.TryParse(result.Tokens[0].Value, out var target)) result.AddError($"'{result.Tokens[0].Value}' is not 64 hex digits.");
        return target;
    }

    private static uint? ParseHost(ArgumentResult result, bool mayBeAny)
    {
        var text = result.Tokens[0].Value;
        if (!PeerAddress.TryParseHost(text, out var host)) result.AddError($"'{text}' is not an IPv4 address.");
        else if (host == 0 && !mayBeAny) result.AddError($"'{text}' is not an address that others reach.");
        return host;
    }
}
