namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>Connections by public key through a network, with either side as the one that listens.</summary>
public sealed class ConnectTests
{
    [JsTheory]
    [MemberData(nameof(Cast.NetworkServerAndClient), MemberType = typeof(Cast))]
    public async Task A_client_that_knows_only_the_key_talks_to_the_server(Side network, Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(network);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects));
        var server = await one.ListenAsync(new(Seeds.Of(1)));

        var pair = await HyperPair.OpenAsync(other, server, new(Seed: Seeds.Of(2)));

        Assert.Equal(Seeds.KeyOf(1), await pair.Client.RemoteKeyAsync());
        Assert.Equal(Seeds.KeyOf(2), await pair.Server.RemoteKeyAsync());
        await pair.AssertCarriesAsync();
        await pair.AssertEndsAsync();
    }

    [JsTheory]
    [InlineData(Side.JavaScript)]
    [InlineData(Side.Ours)]
    public async Task What_a_JavaScript_client_says_before_it_is_let_in_is_heard(Side listens)
    {
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(Side.JavaScript));
        var server = await one.ListenAsync(new());

        var client = await other.ConnectAsync(server.PublicKey, new());
        var written = await client.WriteAsync(new(Size: 100, Messages: 3));
        await client.EndAsync();
        var accepted = await server.AcceptAsync();

        Assert.Equal(written, await accepted.ReadAsync(3));
        await accepted.EndAsync();
        Assert.True(await client.ClosedAsync());
    }

    [JsTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task A_client_in_the_same_network_goes_straight_to_the_servers_own_socket(Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects));

        // Neither punches, so that nothing is left but the way through the local network.
        var server = await one.ListenAsync(new(Punches: false));
        var pair = await HyperPair.OpenAsync(other, server);

        await pair.AssertCarriesAsync();
        Assert.Equal(one.Address, await pair.Client.RemoteAddressAsync());
        Assert.Equal(0, (await other.PunchesAsync()).Consistent);
    }

    [JsTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task A_server_that_knows_its_address_is_connected_to_directly(Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, other) = (await net.JoinAsync(listens, isFirewalled: false), await net.JoinAsync(connects));

        var server = await one.ListenAsync(new(ShareLocalAddress: false));
        var pair = await HyperPair.OpenAsync(other, server, Connecting.ByPunching);

        await pair.AssertCarriesAsync();
        Assert.Equal(one.Address, await pair.Client.RemoteAddressAsync());
        await Eventually.HoldsAsync(async () => (await other.PunchesAsync()).Open == 1);
        Assert.Equal(0, (await other.PunchesAsync()).Consistent);
    }

    [JsTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task A_client_that_knows_its_address_waits_for_the_server_to_come(Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects, isFirewalled: false));

        var server = await one.ListenAsync(new(ShareLocalAddress: false));
        var pair = await HyperPair.OpenAsync(other, server, Connecting.ByPunching);

        await pair.AssertCarriesAsync();
        Assert.Equal(other.Address, await pair.Server.RemoteAddressAsync());
        await Eventually.HoldsAsync(async () => (await one.PunchesAsync()).Open == 1);
    }

    [JsTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task A_key_that_nobody_listens_on_is_not_found(Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(listens);
        var client = await net.JoinAsync(connects);

        var stream = await client.ConnectAsync(Seeds.KeyOf(9), new());

        Assert.Equal("PEER_NOT_FOUND", await stream.FailedAsync());
    }

    [JsTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task A_server_leaves_a_client_whom_it_does_not_let_in_without_an_answer(Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects));
        var server = await one.ListenAsync(new(Seeds.Of(1), Allow: [Seeds.KeyOf(3)]));

        var refused = await other.ConnectAsync(server.PublicKey, new(Seed: Seeds.Of(2)));
        var pair = await HyperPair.OpenAsync(other, server, new(Seed: Seeds.Of(3)));

        Assert.Equal(Seeds.KeyOf(3), await pair.Server.RemoteKeyAsync());
        Assert.Equal("PEER_CONNECTION_FAILED", await refused.FailedAsync());
    }

    [JsTheory]
    [InlineData(Side.JavaScript, Side.Ours)]
    [InlineData(Side.Ours, Side.JavaScript)]
    public async Task We_keep_a_connection_alive_on_which_nothing_is_said(Side listens, Side connects)
    {
        const int emptyMessage = 20;
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects));
        var server = await one.ListenAsync(new());

        var pair = await HyperPair.OpenAsync(other, server);
        var theirs = (JsHyperStream)(connects == Side.JavaScript ? pair.Client : pair.Server);
        var before = await theirs.BytesReadAsync();

        await Eventually.HoldsAsync(async () => await theirs.BytesReadAsync() >= before + emptyMessage);
        await pair.AssertCarriesAsync();
    }

    [JsTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task Fifty_clients_at_once_are_all_let_in(Side listens, Side connects)
    {
        const int count = 50;
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects));
        var server = await one.ListenAsync(new(Echo: true));

        var clients = await Task.WhenAll(Enumerable.Range(1, count).Select(i => other.ConnectAsync(server.PublicKey, new(Seed: Seeds.Of((byte)i)))));
        await Task.WhenAll(clients.Select(client => client.OpenedAsync()));
        var echoed = await Task.WhenAll(clients.Select(async (client, i) =>
        {
            var written = await client.WriteAsync(new(Size: 500, Messages: 5, Seed: (byte)i));
            return (written, await client.ReadAsync(5));
        }));
        await Task.WhenAll(clients.Select(client => client.EndAsync()));

        Assert.All(echoed, pair => Assert.Equal(pair.written, pair.Item2));
        Assert.All(await Task.WhenAll(clients.Select(client => client.ClosedAsync())), Assert.True);
    }

    [JsTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task A_server_that_has_slept_listens_again(Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects));
        var server = await one.ListenAsync(new());

        await one.SuspendAsync();
        var whileAsleep = await other.ConnectAsync(server.PublicKey, new());
        var failure = await whileAsleep.FailedAsync();
        await one.ResumeAsync();
        await Eventually.HoldsAsync(async () => (await other.FindPeerAsync(server.PublicKey)).Count > 0);
        var pair = await HyperPair.OpenAsync(other, server);

        Assert.Equal("PEER_NOT_FOUND", failure);
        await pair.AssertCarriesAsync();
    }

    [JsTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task A_client_killed_in_the_middle_of_its_handshake_does_not_hold_up_the_next(Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, dying, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects), await net.JoinAsync(connects));
        var server = await one.ListenAsync(new(ShareLocalAddress: false));

        await dying.ConnectAsync(server.PublicKey, Connecting.ByPunching);
        await server.HandshakeAsync();
        await dying.KillAsync();
        var pair = await HyperPair.OpenAsync(other, server, Connecting.ByPunching);

        await pair.AssertCarriesAsync();
        await pair.AssertEndsAsync();
    }
}
