namespace AkkaDht.Protocol.Noise;

/// <summary>One step of a handshake message; of two letters, the first is the initiator's key and the second the responder's.</summary>
internal enum MessageToken
{
    /// <summary>The sender's ephemeral key follows in clear.</summary>
    E,

    /// <summary>The sender's static key follows, encrypted as soon as there is a key.</summary>
    S,

    /// <summary>Both ephemeral keys are agreed upon.</summary>
    EE,

    /// <summary>The initiator's ephemeral key and the responder's static one.</summary>
    ES,

    /// <summary>The initiator's static key and the responder's ephemeral one.</summary>
    SE,

    /// <summary>Both static keys.</summary>
    SS,
}
