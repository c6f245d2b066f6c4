using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaDht.Protocol.Crypto;

// Inputs may be megabytes long, so that each of these calls lets the garbage collector run meanwhile.
internal static partial class SodiumLibrary
{
    [LibraryImport(Library, EntryPoint = "crypto_aead_chacha20poly1305_ietf_encrypt")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int AeadEncrypt(
        Span<byte> cipher, nint cipherLength, ReadOnlySpan<byte> plain, ulong plainLength,
        ReadOnlySpan<byte> additional, ulong additionalLength, nint unused, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

    [LibraryImport(Library, EntryPoint = "crypto_aead_chacha20poly1305_ietf_decrypt")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int AeadDecrypt(
        Span<byte> plain, nint plainLength, nint unused, ReadOnlySpan<byte> cipher, ulong cipherLength,
        ReadOnlySpan<byte> additional, ulong additionalLength, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);
}
