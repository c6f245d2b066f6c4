namespace AkkaDht.Protocol.Compact;

/// <summary>What the reader refuses and the writer never writes (01-compact-encoding.md §2 and §4).</summary>
public static class CompactLimits
{
    /// <summary>The largest <c>uint</c>: 2^53 - 1, the last whole number that JavaScript counts exactly.</summary>
    public const ulong MaxUInt = 9007199254740991;

    /// <summary>The most elements that an <c>array</c> may have.</summary>
    public const int MaxArrayLength = 0x100000;

    // First byte of a uint that does not fit into it.
    internal const byte Prefix16 = 0xfd;
    internal const byte Prefix32 = 0xfe;
    internal const byte Prefix64 = 0xff;

    internal const byte Bitfield7Mask = 0x7f;

    /// <summary>The number, for a caller's own stack to show who chose one that the wire cannot carry.</summary>
    internal static ulong ThrowIfNoUInt(ulong number, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, MaxUInt, name);
        return number;
    }
}
