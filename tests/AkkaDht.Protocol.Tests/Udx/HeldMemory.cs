using System.Reflection;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>What a machine holds on to.</summary>
internal static class HeldMemory
{
    private const int LargestElement = 64;

    /// <summary>Bytes of all arrays that can be reached from the fields of <paramref name="owner"/>, generously counted.</summary>
    public static long ArraysOf(object owner) => Count(owner, new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static long Count(object from, HashSet<object> seen)
    {
        if (from is string or UdxSettings or IStreamFirewall || !seen.Add(from)) return 0;
        if (from is byte[] bytes) return bytes.Length;
        if (from is Array array) return (array.Length * LargestElement) + array.Cast<object?>().Sum(element => Of(element, seen));

        return from.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.FieldType is { IsPrimitive: false, IsEnum: false })
            .Sum(field => Of(field.GetValue(from), seen));
    }

    private static long Of(object? value, HashSet<object> seen) => value is null ? 0 : Count(value, seen);
}
