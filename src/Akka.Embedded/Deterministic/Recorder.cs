using Akka.Actor;

namespace Akka.Embedded.Deterministic;

/// <summary>Writes down who gets what and when: the last messages in full, all of them as one number.</summary>
internal sealed class Recorder(VirtualTimers timers)
{
    private const int TailLength = 32;

    private readonly Dictionary<Type, ulong> _types = [];
    private readonly TraceEntry[] _tail = new TraceEntry[TailLength];

    /// <summary>How many messages were handled.</summary>
    public long Count { get; private set; }

    /// <summary>A number made of time, actor and type of message of all entries in their order.</summary>
    public ulong Fingerprint { get; private set; }

    /// <summary>Gets each entry.</summary>
    public Action<TraceEntry>? Listener { get; set; }

    /// <summary>The last entries, oldest first.</summary>
    public IEnumerable<TraceEntry> Tail
    {
        get
        {
            for (var i = Math.Max(Count - TailLength, 0); i < Count; i++)
                yield return _tail[i % TailLength];
        }
    }

    public void Note(LocalRef actor, in Envelope envelope)
    {
        var message = envelope.Message;
        while (message is IWrappedMessage wrapped)
            message = wrapped.Message;

        var entry = new TraceEntry(TimeSpan.FromMicroseconds(timers.Micros), actor, message, envelope.Sender);
        _tail[Count++ % TailLength] = entry;
        Fingerprint = SplitMix.Mix(Fingerprint ^ SplitMix.Mix((ulong)timers.Micros ^ SplitMix.Mix((ulong)actor.Path.Uid ^ NumberOf(message.GetType()))));
        Listener?.Invoke(entry);
    }

    /// <summary>A number for the name of a type, the same in every process (FNV-1a).</summary>
    private ulong NumberOf(Type type)
    {
        if (_types.TryGetValue(type, out var number))
            return number;
        number = 0xCBF29CE484222325;
        foreach (var letter in type.ToString())
            number = (number ^ letter) * 0x100000001B3;
        return _types[type] = number;
    }
}
