using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AkkaDht.Interop.Tests.Connections;

/// <summary>Two ends of one connection, ours and a JavaScript one with the id <paramref name="TheirId"/>.</summary>
internal sealed record StreamPair(DhtConnection Ours, JsStream Theirs, uint TheirId)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Writes as a JavaScript stream would, and says what.</summary>
    public async Task<JsTally> WriteAsync(JsWriting what)
    {
        using var written = new Tally();
        var random = new Random(what.Seed);
        for (var i = 0; i < what.Messages; i++)
        {
            var message = new byte[what.Varied ? 1 + (i % what.Size) : what.Size];
            random.NextBytes(message);
            written.Add(message);
            await Ours.WriteAsync(message).WaitAsync(Patience);
        }

        return written.Sum();
    }

    /// <summary>Reads so many messages.</summary>
    public async Task<JsTally> ReadAsync(int messages)
    {
        using var read = new Tally();
        using var patience = new CancellationTokenSource(Patience);
        while (read.Messages < messages)
            read.Add((await Ours.ReadAsync(patience.Token) ?? throw new EndOfStreamException("The peer ended too early.")).Span);
        return read.Sum();
    }

    /// <summary>Both sides write, one after the other, and what each reads is what the other wrote.</summary>
    public async Task AssertCarriesAsync(JsWriting what)
    {
        var before = (await Theirs.ReportAsync()).Received;
        Assert.Equal(0, before.Messages);

        var written = await WriteAsync(what);
        Assert.Equal(written, (await Theirs.UntilAsync(messages: what.Messages)).Received);

        var theirs = Theirs.WriteAsync(what);
        var read = await ReadAsync(what.Messages);
        Assert.Equal((await theirs) with { Millis = null }, read);
    }

    /// <summary>Counts and hashes messages, each behind its length.</summary>
    private sealed class Tally : IDisposable
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
}
