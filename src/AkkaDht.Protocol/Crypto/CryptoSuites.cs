namespace AkkaDht.Protocol.Crypto;

/// <summary>Chooses the suite that a node computes with, once at its start.</summary>
public static class CryptoSuites
{
    /// <summary>Setting: libsodium when the machine has it, managed code otherwise.</summary>
    public const string Auto = "auto";

    /// <summary>Setting: managed code.</summary>
    public const string Managed = "managed";

    /// <summary>Setting: libsodium.</summary>
    public const string Sodium = "sodium";

    /// <summary>The suite for a value of <c>akkadht.crypto.suite</c>; throws when it is none of the three or its library is missing.</summary>
    public static ICryptoSuite Select(string suite) => suite switch
    {
        Managed => ManagedSuite.Instance,
        Sodium => SodiumSuite.TryLoad(out var sodium) ? sodium : throw new DllNotFoundException("akkadht.crypto.suite = sodium, but no libsodium was found on this machine."),
        Auto => SodiumSuite.TryLoad(out var sodium) ? sodium : ManagedSuite.Instance,
        _ => throw new ArgumentException($"akkadht.crypto.suite is '{Auto}', '{Managed}' or '{Sodium}', not '{suite}'.", nameof(suite)),
    };
}
