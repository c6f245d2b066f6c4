namespace AkkaDht.Interop.Tests.Connections;

/// <summary>Two ends of one connection, ours and a JavaScript one with the id <paramref name="TheirId"/>.</summary>
internal sealed record StreamPair(DhtConnection Ours, JsStream Theirs, uint TheirId)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Writes as a JavaScript stream would, and says what.</summary>
    public async Task<JsTally> WriteAsync(JsWriting what)
    {
        using var written = new Tally();
        foreach (var message in what.Compose())
        {
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
}
