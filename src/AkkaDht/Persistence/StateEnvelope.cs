using System.Buffers.Binary;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Persistence;

/// <summary>
/// What every file of the state has around its content, so that a file which is not whole, not ours or not of this time is
/// recognised before a byte of its content is looked at.
/// </summary>
/// <remarks>
/// <code>
/// | 7       | 1       | 1    | 4                     | length  | 32                                |
/// | AKKADHT | version | kind | length, little-endian | content | BLAKE2b-256 of everything before  |
/// </code>
/// </remarks>
internal static class StateEnvelope
{
    public const byte Version = 1;

    /// <summary>Bytes around the content.</summary>
    public const int Overhead = HeadLength + ChecksumLength;

    private const int VersionAt = 7;
    private const int KindAt = 8;
    private const int LengthAt = 9;
    private const int HeadLength = 13;
    private const int ChecksumLength = 32;

    private static ReadOnlySpan<byte> Magic => "AKKADHT"u8;

    /// <summary>The bytes of the file that holds <paramref name="content"/>.</summary>
    public static byte[] Wrap(ICryptoSuite crypto, StateKind kind, ReadOnlySpan<byte> content)
    {
        var file = new byte[Overhead + content.Length];
        Magic.CopyTo(file);
        file[VersionAt] = Version;
        file[KindAt] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(LengthAt), content.Length);
        content.CopyTo(file.AsSpan(HeadLength));
        crypto.Blake2b256(file.AsSpan(0, HeadLength + content.Length), file.AsSpan(HeadLength + content.Length));
        return file;
    }

    /// <summary>The content of <paramref name="file"/>, if it is whole and of that kind; any bytes may be tried.</summary>
    public static StateFault TryUnwrap(ICryptoSuite crypto, StateKind kind, ReadOnlySpan<byte> file, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (file.Length < Overhead) return StateFault.WrongLength;
        if (!file.StartsWith(Magic)) return StateFault.NotOurs;

        // Of a version that is not known nothing else is, not even where its checksum stands.
        if (file[VersionAt] != Version) return StateFault.UnknownVersion;
        if (file[KindAt] != (byte)kind) return StateFault.NotOurs;
        if (BinaryPrimitives.ReadInt32LittleEndian(file[LengthAt..]) != file.Length - Overhead) return StateFault.WrongLength;

        Span<byte> checksum = stackalloc byte[ChecksumLength];
        crypto.Blake2b256(file[..^ChecksumLength], checksum);
        if (!checksum.SequenceEqual(file[^ChecksumLength..])) return StateFault.WrongChecksum;

        content = file[HeadLength..^ChecksumLength];
        return StateFault.None;
    }
}
