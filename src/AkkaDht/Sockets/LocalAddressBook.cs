using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>The addresses of the machine, each with the port of the server socket. The node writes them down, and who has tried them; anybody reads.</summary>
internal sealed class LocalAddressBook
{
    private volatile IReadOnlyList<PeerAddress> _all = [];
    private volatile IReadOnlyList<PeerAddress> _proven = [];

    /// <summary>All that may serve peers in the same network.</summary>
    public IReadOnlyList<PeerAddress> All
    {
        get => _all;
        set => _all = value;
    }

    /// <summary>Those of them that are known to carry datagrams.</summary>
    public IReadOnlyList<PeerAddress> Proven
    {
        get => _proven;
        set => _proven = value;
    }
}
