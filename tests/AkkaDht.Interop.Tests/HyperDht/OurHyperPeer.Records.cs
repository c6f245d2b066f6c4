namespace AkkaDht.Interop.Tests.HyperDht;

/// <content>What it finds and stores.</content>
internal sealed partial class OurHyperPeer
{
    public Task AnnounceAsync(string topic, string seed, IReadOnlyList<PeerAddress>? relays, long bump) => throw new NotSupportedException();

    public Task UnannounceAsync(string topic, string seed) => throw new NotSupportedException();

    public Task<IReadOnlyList<FoundPeer>> LookupAsync(string topic) => throw new NotSupportedException();

    public Task<IReadOnlyList<FoundPeer>> FindPeerAsync(string key) => throw new NotSupportedException();

    public Task<string> PutImmutableAsync(byte[] value) => throw new NotSupportedException();

    public Task<byte[]?> GetImmutableAsync(string target) => throw new NotSupportedException();

    public Task<IReadOnlyList<ulong>> PutMutableAsync(string seed, byte[] value, ulong seq) => throw new NotSupportedException();

    public Task<FoundValue?> GetMutableAsync(string key, ulong seq) => throw new NotSupportedException();

    public Task<IHyperRelay> RelayAsync() => throw new NotSupportedException();
}
