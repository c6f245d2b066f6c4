namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>Both ends of a connection by public key.</summary>
internal sealed record HyperPair(IHyperStream Client, IHyperStream Server)
{
    /// <summary>Connects to a server and waits until both ends are open; those whom the server accepted before are passed over.</summary>
    public static async Task<HyperPair> OpenAsync(IHyperPeer client, IHyperServer server, Connecting? options = null)
    {
        var key = options?.Seed is { } seed ? Seeds.PairOf(seed).PublicKey.ToHex() : client.PublicKey;
        var stream = await client.ConnectAsync(server.PublicKey, options ?? new());
        await stream.OpenedAsync();
        IHyperStream accepted;
        do accepted = await server.AcceptAsync();
        while (await accepted.RemoteKeyAsync() != key);

        await accepted.OpenedAsync();
        return new(stream, accepted);
    }

    /// <summary>Both ends write, and what each reads is what the other wrote.</summary>
    public async Task AssertCarriesAsync(int messages = 20)
    {
        var (fromClient, fromServer) = (new JsWriting(Size: 3000, messages, Varied: true, Seed: 1), new JsWriting(Size: 2000, messages, Seed: 2));
        var written = await Task.WhenAll(Client.WriteAsync(fromClient), Server.WriteAsync(fromServer));

        Assert.Equal(written[0], await Server.ReadAsync(messages));
        Assert.Equal(written[1], await Client.ReadAsync(messages));
    }

    /// <summary>Both ends end, and the connection is gone without an error.</summary>
    public async Task AssertEndsAsync()
    {
        await Client.EndAsync();
        await Server.EndAsync();

        Assert.True(await Client.ClosedAsync());
        Assert.True(await Server.ClosedAsync());
    }
}
