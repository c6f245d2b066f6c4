using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>
/// A run of envelopes in a mailbox, written at one end by senders and read at the other by the owner. The first segment of a
/// chain knows the last one. Small ones that have been read wait on their thread for the next mailbox that needs one: an idle
/// actor has none.
/// </summary>
internal sealed class MailboxSegment
{
    private const int SmallestCapacity = 4;
    private const int LargestCapacity = 512;
    private const int SparesPerThread = 16;

    [ThreadStatic]
    private static Stack<MailboxSegment>? _spares;

    private readonly Envelope[] _envelopes;
    private MailboxSegment _last;
    private int _written;
    private int _read;

    private MailboxSegment(int capacity)
    {
        _envelopes = new Envelope[capacity];
        _last = this;
    }

    public MailboxSegment? Next { get; private set; }

    public bool IsEmpty => _read == _written;

    /// <summary>A small segment, the first of a chain.</summary>
    public static MailboxSegment Take() => _spares is { } spares && spares.TryPop(out var spare) ? spare : new(SmallestCapacity);

    /// <summary>Appends an envelope to the chain that this segment begins, which grows by larger and larger ones.</summary>
    public void Append(in Envelope envelope)
    {
        var last = _last;
        if (last._written == last._envelopes.Length)
            last = _last = last.Next = new(Math.Min(last._envelopes.Length * 4, LargestCapacity));
        last._envelopes[last._written++] = envelope;
    }

    public Envelope Read()
    {
        ref var slot = ref _envelopes[_read++];
        var envelope = slot;
        slot = default;
        return envelope;
    }

    /// <summary>Makes a segment that has been read ready to be written again; null when it is too large to be kept.</summary>
    public MailboxSegment? Recycle()
    {
        if (_envelopes.Length != SmallestCapacity)
            return null;
        Next = null;
        _last = this;
        _written = _read = 0;
        return this;
    }

    /// <summary>Leaves a segment that has been read to the next mailbox that needs one.</summary>
    public void Release()
    {
        if ((_spares ??= new()).Count < SparesPerThread && Recycle() is { } spare)
            _spares.Push(spare);
    }
}
