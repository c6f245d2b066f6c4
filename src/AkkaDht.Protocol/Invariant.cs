using System.Diagnostics.CodeAnalysis;

namespace AkkaDht.Protocol;

/// <summary>States what our own code guarantees; input from the network never reaches it. A broken one is for the supervisor.</summary>
public static class Invariant
{
    /// <summary>Throws <see cref="InvariantException"/> unless <paramref name="holds"/>; <paramref name="sentence"/> says what should hold.</summary>
    public static void That([DoesNotReturnIf(false)] bool holds, string sentence)
    {
        if (!holds) throw new InvariantException(sentence);
    }
}

/// <summary>A mistake of our own: a sentence that should hold did not.</summary>
public sealed class InvariantException(string sentence) : Exception($"Should hold: {sentence}");
