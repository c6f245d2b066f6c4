using static AkkaDht.Protocol.Noise.MessageToken;

namespace AkkaDht.Protocol.Noise;

/// <summary>What a pattern consists of (A1). Reference: noise-handshake <c>noise.js</c>, HANDSHAKES.</summary>
internal sealed record PatternTable(string ProtocolName, bool KnowsResponder, MessageToken[][] Messages)
{
    private static readonly PatternTable IK = Named(nameof(IK), knowsResponder: true, [E, ES, S, SS], [E, EE, SE]);
    private static readonly PatternTable XX = Named(nameof(XX), knowsResponder: false, [E], [E, EE, S, ES], [S, SE]);
    private static readonly PatternTable XK = Named(nameof(XK), knowsResponder: true, [E, ES], [E, EE], [S, SE]);
    private static readonly PatternTable NN = Named(nameof(NN), knowsResponder: false, [E], [E, EE]);

    /// <summary>Whether the two sides have static keys.</summary>
    public bool HasStatics { get; } = Messages.Any(message => message.Contains(S));

    public static PatternTable Of(NoisePattern pattern) => pattern switch
    {
        NoisePattern.IK => IK,
        NoisePattern.XX => XX,
        NoisePattern.XK => XK,
        NoisePattern.NN => NN,
        _ => throw new InvariantException("a handshake has one of the patterns"),
    };

    private static PatternTable Named(string pattern, bool knowsResponder, params MessageToken[][] messages) =>
        new($"Noise_{pattern}_Ed25519_ChaChaPoly_BLAKE2b", knowsResponder, messages);
}
