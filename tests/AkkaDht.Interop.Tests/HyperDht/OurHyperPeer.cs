using AkkaDht.Connections;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>A node of ours as one of two sides.</summary>
internal sealed partial class OurHyperPeer : IHyperPeer
{
    private readonly OurNode _ours;
    private readonly KeyPair _keyPair;

    private OurHyperPeer(OurNode ours, KeyPair keyPair) => (_ours, _keyPair) = (ours, keyPair);

    public static async Task<OurHyperPeer> OfAsync(OurNode ours) => new(ours, await ours.Node.GetKeyPairAsync());

    public PeerAddress Address => _ours.Address;

    public string PublicKey => _keyPair.PublicKey.ToHex();

    private DhtNode Node => _ours.Node;

    public async Task<IHyperServer> ListenAsync(Listening options) => await OurHyperServer.ListenAsync(Node, options);

    public async Task<IHyperStream> ConnectAsync(string key, Connecting options) => new OurHyperStream(
        await Node.BeginConnectionAsync(new ConnectionSpec
        {
            Peer = new PeerSpec(Protocol.Crypto.PublicKey.Parse(key))
            {
                KeyPair = options.Seed is { } seed ? Seeds.PairOf(seed) : null,
                FastOpen = options.FastOpen ?? true,
                LocalConnection = options.LocalConnection ?? true,
                Holepunch = options.MayPunch == false ? (_, _, _, _) => false : null,
                IsReusable = options.ReusableSocket ?? false,
                RelayThrough = Seeds.KeysOf(options.RelayThrough),
                RelayAddresses = [.. (options.RelayAddresses ?? []).Select(address => address.ToPeerAddress())],
            },
        }),
        options.Echo);

    public async Task<JsPunches> PunchesAsync()
    {
        var links = (await Node.GetStatsAsync()).Connecting.Links;
        return new((int)links.ConsistentPunches, (int)links.RandomPunches, (int)links.OpenPunches, (int)links.TriesLater);
    }

    public Task SuspendAsync() => Node.SuspendAsync();

    public Task ResumeAsync() => Node.ResumeAsync();

    public async Task KillAsync() => await Node.DisposeAsync();

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}
