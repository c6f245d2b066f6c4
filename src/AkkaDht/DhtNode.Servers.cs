using AkkaDht.Protocol.Crypto;
using AkkaDht.Servers;
using AkkaDht.Supervision;

namespace AkkaDht;

/// <content>Servers that peers connect to.</content>
public sealed partial class DhtNode
{
    /// <summary>Who the node is to peers, unless a server or a connection is told to be somebody else.</summary>
    public Task<KeyPair> GetKeyPairAsync(CancellationToken cancellationToken = default) =>
        AskAsync<KeyPair>(NodeMessages.GetKeyPair.Instance, cancellationToken);

    /// <summary>Lets peers connect to <paramref name="keyPair"/>, or to the node's own, and returns when they can find it.</summary>
    /// <param name="keyPair">Who the server is; null for the node's own key pair.</param>
    /// <param name="options">Whom it lets in, and how; its owner and key pair are left aside.</param>
    /// <param name="cancellationToken">Gives up listening.</param>
    /// <exception cref="DhtException">There is no server; <see cref="DhtException.ListenError"/> says why.</exception>
    public Task<DhtServer> ListenAsync(KeyPair? keyPair = null, ServerSpec? options = null, CancellationToken cancellationToken = default)
    {
        var spec = (options ?? new ServerSpec()) with { Owner = null };
        return DhtServer.ListenAsync(this, keyPair is null ? spec : spec with { KeyPair = keyPair }, cancellationToken);
    }
}
