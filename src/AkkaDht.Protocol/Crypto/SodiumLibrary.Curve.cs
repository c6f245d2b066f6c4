using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaDht.Protocol.Crypto;

internal static partial class SodiumLibrary
{
    /// <summary>Bytes in which an aligned state of a running hash has room.</summary>
    public const int HashStateRoom = HashStateLength + HashStateAlignment;

    private const int HashStateLength = 384;
    private const int HashStateAlignment = 64;

    /// <summary>The part of <see cref="HashStateRoom"/> bytes on the stack that begins where libsodium wants the state of a hash to begin.</summary>
    public static unsafe Span<byte> AlignHashState(Span<byte> room)
    {
        var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(room));
        return room.Slice((int)(-address & HashStateAlignment - 1), HashStateLength);
    }

    [LibraryImport(Library, EntryPoint = "crypto_generichash_init")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int HashInit(Span<byte> state, ReadOnlySpan<byte> key, nuint keyLength, nuint digestLength);

    [LibraryImport(Library, EntryPoint = "crypto_generichash_update")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int HashUpdate(Span<byte> state, ReadOnlySpan<byte> input, ulong inputLength);

    [LibraryImport(Library, EntryPoint = "crypto_generichash_final")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int HashFinal(Span<byte> state, Span<byte> digest, nuint digestLength);

    [LibraryImport(Library, EntryPoint = "crypto_sign_seed_keypair")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SignSeedKeyPair(Span<byte> publicKey, Span<byte> secretKey, ReadOnlySpan<byte> seed);

    [LibraryImport(Library, EntryPoint = "crypto_sign_detached")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SignDetached(
        Span<byte> signature, nint signatureLength, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> secretKey);

    [LibraryImport(Library, EntryPoint = "crypto_sign_verify_detached")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int VerifyDetached(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);

    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_ed25519_noclamp")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int MultiplyUnclamped(Span<byte> product, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point);
}
