using AkkaDht.Announcing;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Persistence;

/// <summary>
/// What a node begins with: read from its folder before anything of it runs, or made new. Held for as long as the node lives, so
/// that the parts that keep it can be restarted.
/// </summary>
internal sealed class NodeState
{
    private volatile IReadOnlyList<LastingAnnouncement> _announcements = [];

    private NodeState(StateFolder? folder, KeyPair keyPair) => (Folder, KeyPair) = (folder, keyPair);

    /// <summary>Where the state is kept; null when nothing is.</summary>
    public StateFolder? Folder { get; }

    /// <summary>What the node is known by, unless an operation brings a key pair of its own.</summary>
    public KeyPair KeyPair { get; }

    /// <summary>Nodes of the table before the restart, those heard last first.</summary>
    public IReadOnlyList<PeerAddress> Nodes { get; private init; } = [];

    /// <summary>What the node announces for good, first of all what it had before the restart. Set by who announces, read by anybody.</summary>
    public IReadOnlyList<LastingAnnouncement> Announcements
    {
        get => _announcements;
        set => _announcements = value;
    }

    /// <summary>What has become of the files.</summary>
    public StateCounters Counters { get; private init; } = new();

    /// <summary>Reads the state that <paramref name="settings"/> name; whatever is wrong with it, there is one.</summary>
    public static NodeState Open(DhtNodeSettings settings, ICryptoSuite crypto)
    {
        if (!settings.State.IsKept) return new NodeState(folder: null, settings.KeyPair ?? NewKeyPair(settings, crypto));

        var counters = new StateCounters();
        var folder = new StateFolder(settings.State.Directory, crypto, counters);
        var nodes = folder.Read(StateKind.Nodes, NodesContent.Decode);
        return new NodeState(folder, settings.KeyPair ?? KeptKeyPair(folder, settings, crypto))
        {
            // Nodes of another network would not answer, and their ids are others there.
            Nodes = nodes?.Network == settings.Network ? [.. nodes.Nodes.Take(settings.State.MaxNodes)] : [],
            Announcements = folder.Read(StateKind.Announcements, content => AnnouncementsContent.Decode(crypto, content)) ?? [],
            Counters = counters,
        };
    }

    private static KeyPair KeptKeyPair(StateFolder folder, DhtNodeSettings settings, ICryptoSuite crypto)
    {
        if (folder.Read(StateKind.Seed, content => SeedContent.Decode(crypto, content)) is { } kept) return kept;

        var made = NewKeyPair(settings, crypto);
        folder.Write(folder.Prepare(StateKind.Seed, SeedContent.Encode(made)));
        return made;
    }

    private static KeyPair NewKeyPair(DhtNodeSettings settings, ICryptoSuite crypto) => KeyPair.Generate(crypto, settings.NewRandom());
}
