using System.Buffers;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Service.Commands;

/// <summary>Topics, keys and seeds, as people write them.</summary>
internal static partial class Options
{
    private const int SeedLength = 32;

    // With everything else that a request or a reply carries, this still fits into the 1,200 bytes that every path takes whole.
    private const int MaxValueBytes = 900;

    // The largest number of the wire: JavaScript counts exactly up to here.
    private const ulong MaxSeq = 9007199254740991;

    /// <summary>What the verbs that hash, derive and sign before there is a node do it with.</summary>
    public static ICryptoSuite Crypto { get; } = CryptoSuites.Select(CryptoSuites.Auto);

    /// <summary>64 hex digits are a topic; any other text is hashed to one.</summary>
    public static Argument<NodeId> Topic() => new("topic")
    {
        Description = "The topic: 64 hex digits, or any text, which is hashed.",
        CustomParser = result => TopicOf(result.Tokens[0].Value),
    };

    /// <summary>The argument of verbs that are about one peer.</summary>
    public static Argument<PublicKey> Key() => new("key")
    {
        Description = "The public key: 64 hex digits or 52 letters of z-base-32.",
        CustomParser = result => ParseKey(result.Tokens[0].Value, result),
    };

    /// <summary>A text to be stored.</summary>
    public static Argument<string> Value()
    {
        var value = new Argument<string>("value") { Description = "The text to store." };
        value.Validators.Add(result =>
        {
            if (Encoding.UTF8.GetByteCount(result.Tokens[0].Value) > MaxValueBytes) result.AddError($"A value has at most {MaxValueBytes} bytes.");
        });
        return value;
    }

    /// <summary>Public keys behind an option that may be repeated.</summary>
    public static Option<PublicKey[]> Keys(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "key",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => [.. result.Tokens.Select(token => ParseKey(token.Value, result))],
    };

    /// <summary>The key pair of a seed, 64 hex digits.</summary>
    public static Option<KeyPair?> Seed(string description, bool isRequired = false) => new("--seed")
    {
        Description = description,
        HelpName = "hex",
        Required = isRequired,
        CustomParser = ParseSeed,
    };

    /// <summary>The sequence number of a mutable value.</summary>
    public static Option<ulong> Seq(string description, bool isRequired = false) => new("--seq")
    {
        Description = description,
        HelpName = "number",
        Required = isRequired,
        CustomParser = ParseSeq,
    };

    private static NodeId TopicOf(string text) =>
        NodeId.TryParse(text, out var topic) ? topic : Targets.Of(Crypto, Encoding.UTF8.GetBytes(text));

    private static PublicKey ParseKey(string text, ArgumentResult result)
    {
        if (!KeyText.TryParse(text, out var key)) result.AddError($"'{text}' is not a public key of 64 hex digits or 52 letters.");
        return key;
    }

    private static KeyPair? ParseSeed(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        Span<byte> seed = stackalloc byte[SeedLength];
        if (text.Length == 2 * SeedLength && Convert.FromHexString(text, seed, out _, out _) == OperationStatus.Done) return KeyPair.FromSeed(Crypto, seed);

        result.AddError("A seed is 64 hex digits."); // which are not repeated: they may be somebody's secret
        return null;
    }

    private static ulong ParseSeq(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && seq <= MaxSeq) return seq;

        result.AddError($"--seq is a number from 0 to {MaxSeq}, not '{text}'.");
        return 0;
    }
}
