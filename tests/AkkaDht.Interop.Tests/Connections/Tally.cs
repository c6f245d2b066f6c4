using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AkkaDht.Interop.Tests.Connections;

/// <summary>Counts and hashes messages, each behind its length, as peers/stream.mjs does.</summary>
internal sealed class Tally : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _length = new byte[4];
    private long _bytes;

    public int Messages { get; private set; }

    public void Add(ReadOnlySpan<byte> message)
    {
        Messages++;
        _bytes += message.Length;
        BinaryPrimitives.WriteInt32LittleEndian(_length, message.Length);
        _hash.AppendData(_length);
        _hash.AppendData(message);
    }

    public JsTally Sum() => new(Messages, _bytes, Convert.ToHexStringLower(_hash.GetCurrentHash()), null);

    public void Dispose() => _hash.Dispose();
}
