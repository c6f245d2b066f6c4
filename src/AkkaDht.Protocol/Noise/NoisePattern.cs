namespace AkkaDht.Protocol.Noise;

/// <summary>Who sends which keys when, and so what each side knows of the other and proves to it.</summary>
public enum NoisePattern
{
    /// <summary>The initiator knows the responder's key and sends its own at once: connections of hyperdht.</summary>
    IK,

    /// <summary>Both send their keys under encryption: a secret stream without another handshake.</summary>
    XX,

    /// <summary>The initiator knows the responder's key and sends its own last.</summary>
    XK,

    /// <summary>Nobody has a lasting key.</summary>
    NN,
}
