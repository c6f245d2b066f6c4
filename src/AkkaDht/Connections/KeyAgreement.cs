using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.SecretStreams;

namespace AkkaDht.Connections;

/// <summary>How the two sides of a connection come to their keys.</summary>
public abstract record KeyAgreement
{
    private protected KeyAgreement()
    {
    }

    /// <summary>The keys are those of a handshake that went another way, such as in the messages of the DHT.</summary>
    public static KeyAgreement By(HandshakeResult result) => new Agreed(result);

    /// <summary>This side speaks first, in the stream itself, and learns who the peer is (XX).</summary>
    public static KeyAgreement Introduce(KeyPair local) => new InStream(NoisePattern.XX, IsInitiator: true, local, Remote: null);

    /// <summary>This side speaks first, in the stream itself, to the peer with the key <paramref name="remote"/> (IK).</summary>
    public static KeyAgreement Introduce(KeyPair local, PublicKey remote) => new InStream(NoisePattern.IK, IsInitiator: true, local, remote);

    /// <summary>The peer speaks first, in the stream itself; <paramref name="pattern"/> is what both have settled on.</summary>
    public static KeyAgreement Await(KeyPair local, NoisePattern pattern = NoisePattern.XX) => new InStream(pattern, IsInitiator: false, local, Remote: null);

    /// <summary>Keys that another handshake has agreed on serve one connection.</summary>
    internal virtual bool IsSpent => false;

    internal abstract SecretStream Begin(Instant now, ICryptoSuite crypto, IRandomSource random, SecretStreamSettings settings);

    private sealed record Agreed(HandshakeResult Result) : KeyAgreement
    {
        private int _isSpent;

        internal override bool IsSpent => Volatile.Read(ref _isSpent) != 0;

        internal override SecretStream Begin(Instant now, ICryptoSuite crypto, IRandomSource random, SecretStreamSettings settings)
        {
            Invariant.That(Interlocked.Exchange(ref _isSpent, 1) == 0, "the keys of one handshake serve one connection");
            return new(now, crypto, random, Result, settings);
        }
    }

    private sealed record InStream(NoisePattern Pattern, bool IsInitiator, KeyPair Local, PublicKey? Remote) : KeyAgreement
    {
        internal override SecretStream Begin(Instant now, ICryptoSuite crypto, IRandomSource random, SecretStreamSettings settings) =>
            new(now, crypto, random, new HandshakeState(crypto, random, Pattern, IsInitiator, prologue: default, Local, Remote), settings);
    }
}
