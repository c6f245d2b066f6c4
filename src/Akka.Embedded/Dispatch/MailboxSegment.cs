using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>A run of envelopes in a mailbox, written at one end by senders and read at the other by the owner.</summary>
internal sealed class MailboxSegment(int capacity)
{
    private const int SmallestCapacity = 4;
    private const int LargestCapacity = 512;
    private const int LargestToKeep = 16;

    private readonly Envelope[] _envelopes = new Envelope[capacity];
    private int _written;
    private int _read;

    public MailboxSegment? Next { get; private set; }

    public bool IsEmpty => _read == _written;

    public int Count => _written - _read;

    /// <summary>Whether the segment is worth keeping for the next messages of an idle actor.</summary>
    public bool IsSmall => _envelopes.Length <= LargestToKeep;

    public static MailboxSegment Smallest() => new(SmallestCapacity);

    /// <summary>Appends an envelope, growing by a further segment when this one is full; answers the last segment.</summary>
    public MailboxSegment Append(in Envelope envelope)
    {
        var segment = this;
        if (_written == _envelopes.Length)
            segment = Next = new MailboxSegment(Math.Min(_envelopes.Length * 4, LargestCapacity));
        segment._envelopes[segment._written++] = envelope;
        return segment;
    }

    public Envelope Take()
    {
        ref var slot = ref _envelopes[_read++];
        var envelope = slot;
        slot = default;
        return envelope;
    }

    /// <summary>Makes an empty segment ready to be written again.</summary>
    public void Reset()
    {
        _written = _read = 0;
        Next = null;
    }
}
