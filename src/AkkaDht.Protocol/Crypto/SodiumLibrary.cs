using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaDht.Protocol.Crypto;

/// <summary>The functions of libsodium that we call, and where the library is looked for.</summary>
internal static partial class SodiumLibrary
{
    private const string Library = "libsodium";

    // Distributions install the versioned file alone; the bare name finds what a package or Windows brought.
    private static readonly string[] FileNames =
        ["libsodium.so.26", "libsodium.so.23", "libsodium.26.dylib", "libsodium.23.dylib", "libsodium.dylib", Library];

    static SodiumLibrary() => NativeLibrary.SetDllImportResolver(typeof(SodiumLibrary).Assembly, Resolve);

    /// <summary>Loads and initializes the library; false when the machine has none.</summary>
    public static bool TryInitialize()
    {
        try
        {
            return Initialize() >= 0;
        }
        catch (DllNotFoundException)
        {
            return false;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Keyed or not; a few hundred nanoseconds for what a datagram holds, hence no GC transition.</summary>
    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "crypto_generichash")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int GenericHash(
        Span<byte> digest, nuint digestLength, ReadOnlySpan<byte> input, ulong inputLength, ReadOnlySpan<byte> key, nuint keyLength);

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int Initialize();

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library) return 0;

        foreach (var fileName in FileNames)
        {
            if (NativeLibrary.TryLoad(fileName, assembly, searchPath, out var handle)) return handle;
        }

        return 0;
    }
}
