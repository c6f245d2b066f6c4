using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Tests.Crypto;

namespace AkkaDht.Protocol.Tests.SecretStreams;

/// <summary>Unordered messages (06-noise-secret-stream.md B6).</summary>
public sealed class DatagramBoxTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1128)]
    public void Messages_open_in_any_order_and_more_than_once(int length)
    {
        var pair = new StreamPair();
        var (first, second) = (CipherData.Bytes(length, seed: 1), CipherData.Bytes(length, seed: 2));
        var (one, two) = (Seal(pair.Initiator, first), Seal(pair.Initiator, second));

        Assert.Equal(second, Open(pair.Responder, two));
        Assert.Equal(first, Open(pair.Responder, one));
        Assert.Equal(second, Open(pair.Responder, two));
        Assert.NotEqual(one[..8], two[..8]);
    }

    [Fact]
    public void A_change_of_any_bit_is_ignored_in_silence()
    {
        var pair = new StreamPair();
        var datagram = Seal(pair.Initiator, [1, 2, 3]);
        for (var bit = 0; bit < 8 * datagram.Length; bit++)
        {
            datagram[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Null(Open(pair.Responder, datagram));
            datagram[bit / 8] ^= (byte)(1 << bit % 8);
        }

        Assert.Null(pair.Responder.Failure);
        Assert.Equal([1, 2, 3], Open(pair.Responder, datagram));
    }

    [Fact]
    public void What_we_sealed_ourselves_is_not_opened()
    {
        var pair = new StreamPair();
        Assert.Null(Open(pair.Initiator, Seal(pair.Initiator, [1])));
    }

    [Fact]
    public void Datagrams_too_short_are_ignored()
    {
        var pair = new StreamPair();
        for (var length = 0; length < 24; length++) Assert.Null(Open(pair.Responder, new byte[length]));
    }

    [Fact]
    public void Datagrams_before_the_keys_are_ignored()
    {
        var handshake = new Noise.HandshakePair(ManagedSuite.Instance, Protocol.Noise.NoisePattern.XX).Responder;
        var stream = new SecretStream(Instant.Zero, ManagedSuite.Instance, new SeededRandom(1), handshake, new());

        Assert.Null(Open(stream, Seal(new StreamPair().Initiator, [1])));
        Assert.Throws<InvariantException>(() => stream.TrySealDatagram([1], new byte[25]));
    }

    [Fact]
    public void The_counter_goes_on_at_zero_after_its_end()
    {
        var box = new DatagramBox(ManagedSuite.Instance, new SeededRandom(1), new byte[64], isInitiator: true) { Counter = ulong.MaxValue };
        var datagram = new byte[DatagramBox.Overhead];
        Assert.True(box.TrySeal([], datagram));
        Assert.Equal(new byte[8], datagram[..8]);
    }

    [Fact]
    public void A_counter_that_would_be_used_again_ends_the_stream()
    {
        var box = new DatagramBox(ManagedSuite.Instance, new ScriptedRandom(new byte[8]), new byte[64], isInitiator: true) { Counter = ulong.MaxValue - 1 };
        var datagram = new byte[DatagramBox.Overhead];
        Assert.True(box.TrySeal([], datagram));
        Assert.False(box.TrySeal([], datagram));
        Assert.False(box.TrySeal([], datagram));
    }

    private static byte[] Seal(SecretStream stream, byte[] plain)
    {
        var datagram = new byte[SecretStream.MeasureDatagram(plain.Length)];
        Assert.True(stream.TrySealDatagram(plain, datagram));
        return datagram;
    }

    private static byte[]? Open(SecretStream stream, byte[] datagram)
    {
        var plain = new byte[datagram.Length];
        return stream.TryOpenDatagram(datagram, plain, out var length) ? plain[..length] : null;
    }
}
