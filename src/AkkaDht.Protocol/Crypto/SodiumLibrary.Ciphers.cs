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

    [LibraryImport(Library, EntryPoint = "crypto_secretbox_easy")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SecretBox(
        Span<byte> box, ReadOnlySpan<byte> plain, ulong plainLength, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

    [LibraryImport(Library, EntryPoint = "crypto_secretbox_open_easy")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SecretBoxOpen(
        Span<byte> plain, ReadOnlySpan<byte> box, ulong boxLength, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

    [LibraryImport(Library, EntryPoint = "crypto_secretstream_xchacha20poly1305_init_pull")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SecretStreamInitPull(Span<byte> state, ReadOnlySpan<byte> header, ReadOnlySpan<byte> key);

    [LibraryImport(Library, EntryPoint = "crypto_secretstream_xchacha20poly1305_push")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SecretStreamPush(
        Span<byte> state, Span<byte> cipher, nint cipherLength, ReadOnlySpan<byte> plain, ulong plainLength,
        ReadOnlySpan<byte> additional, ulong additionalLength, byte tag);

    [LibraryImport(Library, EntryPoint = "crypto_secretstream_xchacha20poly1305_pull")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int SecretStreamPull(
        Span<byte> state, Span<byte> plain, nint plainLength, out byte tag, ReadOnlySpan<byte> cipher, ulong cipherLength,
        ReadOnlySpan<byte> additional, ulong additionalLength);

    [LibraryImport(Library, EntryPoint = "crypto_secretstream_xchacha20poly1305_rekey")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void SecretStreamRekey(Span<byte> state);
}
