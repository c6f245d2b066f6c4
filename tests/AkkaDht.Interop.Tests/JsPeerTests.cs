using System.Diagnostics;
using System.Text;

namespace AkkaDht.Interop.Tests;

/// <summary>The JavaScript side alone: what the other tests take for granted.</summary>
public sealed class JsPeerTests
{
    [JsFact]
    public async Task A_JavaScript_network_stores_and_finds_a_value()
    {
        await using var peer = await JsPeer.StartAsync();
        var bootstrapper = await peer.StartBootstrapperAsync();
        var nodes = await peer.StartNodesAsync(3, new([bootstrapper.Address], Ephemeral: false));

        var stored = await nodes[0].PutAsync(Encoding.UTF8.GetBytes("hello"));
        var found = await nodes[2].GetAsync(Convert.FromHexString(stored.Target));

        Assert.NotEmpty(stored.Nodes);
        Assert.Equal("hello", Encoding.UTF8.GetString(found!));
    }

    [JsFact]
    public async Task A_request_to_nobody_times_out_with_the_code_of_the_reference()
    {
        await using var peer = await JsPeer.StartAsync();
        var bootstrapper = await peer.StartBootstrapperAsync();

        var timeout = await Assert.ThrowsAsync<JsException>(() => bootstrapper.PingAsync(PeerAddress.Loopback(1)));

        Assert.Equal("REQUEST_TIMEOUT", timeout.Code);
    }

    [JsFact]
    public async Task A_killed_process_fails_the_calls_that_wait_for_it()
    {
        await using var peer = await JsPeer.StartAsync();
        var bootstrapper = await peer.StartBootstrapperAsync();

        var ping = bootstrapper.PingAsync(PeerAddress.Loopback(1));
        await peer.KillAsync();

        Assert.Equal("ENDED", (await Assert.ThrowsAsync<JsException>(() => ping)).Code);
    }

    [JsFact]
    public async Task A_disposed_peer_leaves_no_process()
    {
        var peer = await JsPeer.StartAsync();
        await peer.StartBootstrapperAsync();
        var processId = peer.ProcessId;

        await peer.DisposeAsync();

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(processId));
    }
}
