using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>
/// The queue of one actor and the unit of scheduling. Senders append under a gate that is held for a few instructions;
/// the owner takes all that has come in one go and reads it without the gate. One atomic operation a tell decides both
/// the place in the queue and whether the actor has to be woken. A message that waits alone needs no segment, and an idle
/// actor keeps none.
/// </summary>
internal sealed partial class Mailbox(ActorCell cell, Dispatcher dispatcher) : IThreadPoolWorkItem
{
    // Guarded by the gate. The first message that has come in stands apart; while there is none, there are no others either.
    private byte _gate;
    private bool _scheduled;
    private bool _closed;
    private bool _asleep;
    private SystemMessage? _signals;
    private Envelope _first;
    private MailboxSegment? _others;

    // Touched by the owner only, on its turn.
    private MailboxSegment? _reading;
    private Stack<Envelope>? _front;
    private int _suspensions;

    public Dispatcher Dispatcher => dispatcher;

    public bool IsSuspended => _suspensions > 0;

    /// <summary>Appends a message; false when the actor is gone.</summary>
    public bool Enqueue(in Envelope envelope)
    {
        Enter();
        if (_closed)
        {
            Exit();
            return false;
        }

        if (_first.Message is null)
            _first = envelope;
        else
            (_others ??= MailboxSegment.Take()).Append(envelope);
        var wake = !_scheduled && !_asleep;
        _scheduled |= wake;
        Exit();
        if (wake)
            dispatcher.Execute(this);
        return true;
    }

    /// <summary>Appends a signal; false when the actor is gone.</summary>
    public bool EnqueueSystem(SystemMessage signal)
    {
        Enter();
        if (_closed)
        {
            Exit();
            return false;
        }

        signal.Next = _signals;
        _signals = signal;
        var wake = !_scheduled;
        _scheduled = true;
        Exit();
        if (wake)
            dispatcher.Execute(this);
        return true;
    }

    /// <summary>Puts a message before all that wait; on the owner's turn only.</summary>
    public void EnqueueFirst(in Envelope envelope) => (_front ??= new()).Push(envelope);

    /// <summary>Keeps messages waiting; each call needs one <see cref="Resume"/>. On the owner's turn only.</summary>
    public void Suspend() => _suspensions++;

    public void Resume()
    {
        if (_suspensions > 0)
            _suspensions--;
    }

    private void Enter()
    {
        if (Interlocked.CompareExchange(ref _gate, (byte)1, (byte)0) != 0)
            EnterContended();
    }

    private void EnterContended()
    {
        var spin = new SpinWait();
        do
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
        while (Volatile.Read(ref _gate) != 0 || Interlocked.CompareExchange(ref _gate, (byte)1, (byte)0) != 0);
    }

    private void Exit() => Volatile.Write(ref _gate, 0);
}
