using Akka.Actor;
using Akka.Embedded.Deterministic;

namespace Akka.Dispatch;

internal sealed partial class Mailbox
{
    void IThreadPoolWorkItem.Execute() => PoolExecutor.Run(this);

    /// <summary>Handles signals and up to a batch of messages, then goes idle or back into the dispatcher's queue.</summary>
    public void Run()
    {
        var outer = ActorCell.Current;
        ActorCell.Current = cell;
        try
        {
            for (var left = dispatcher.Throughput; left > 0; left--)
            {
                if (Volatile.Read(ref _signals) is not null)
                    RunSignals();
                if (_closed || _suspensions > 0 || !TryDequeue(out var envelope))
                    break;
                cell.Invoke(envelope);
            }
        }
        finally
        {
            ActorCell.Current = outer;
        }

        if (!GoIdle())
            dispatcher.Yield(this);
    }

    /// <summary>One step of the deterministic mode: the signals if there are any, else one message, shown before it is handled.</summary>
    public void Step(Recorder recorder)
    {
        var outer = ActorCell.Current;
        ActorCell.Current = cell;
        try
        {
            if (Volatile.Read(ref _signals) is not null)
            {
                RunSignals();
            }
            else if (!_closed && _suspensions == 0 && TryDequeue(out var envelope))
            {
                recorder.Note(cell.SelfRef, envelope);
                cell.Invoke(envelope);
            }
        }
        finally
        {
            ActorCell.Current = outer;
        }

        if (!GoIdle())
            dispatcher.Yield(this);
    }

    /// <summary>Ends the mailbox: what waits is handed out, what comes later is refused. On the owner's turn only.</summary>
    public (List<Envelope> Messages, SystemMessage? Signals) Close()
    {
        List<Envelope> left = [];
        while (_front is { Count: > 0 })
            left.Add(_front.Pop());

        Enter();
        _closed = true;
        var signals = TakeSignals();
        var inbox = _inbox;
        _inbox = _inboxTail = null;
        Exit();

        Drain(_reading);
        Drain(inbox);
        _reading = null;
        return (left, signals);

        void Drain(MailboxSegment? segment)
        {
            for (; segment is not null; segment = segment.Next)
                while (!segment.IsEmpty)
                    left.Add(segment.Take());
        }
    }

    private void RunSignals()
    {
        while (!_closed && Volatile.Read(ref _signals) is not null)
        {
            Enter();
            var signal = TakeSignals();
            Exit();
            while (signal is not null)
            {
                var next = signal.Next;
                signal.Next = null;
                if (_closed)
                    cell.System.DeadLetterRef.AfterDeath(signal, cell.SelfRef);
                else
                    cell.InvokeSystem(signal);
                signal = next;
            }
        }
    }

    /// <summary>The waiting signals, oldest first; under the gate.</summary>
    private SystemMessage? TakeSignals()
    {
        SystemMessage? oldest = null;
        for (var signal = _signals; signal is not null;)
        {
            var next = signal.Next;
            signal.Next = oldest;
            oldest = signal;
            signal = next;
        }

        _signals = null;
        return oldest;
    }

    private bool TryDequeue(out Envelope envelope)
    {
        if (_front is { Count: > 0 })
        {
            envelope = _front.Pop();
            return true;
        }

        if (_reading is null or { IsEmpty: true } && !TryAdvance())
        {
            envelope = default;
            return false;
        }

        envelope = _reading!.Take();
        return true;
    }

    /// <summary>Goes to the next segment, or swaps the read one for all that has come in meanwhile.</summary>
    private bool TryAdvance()
    {
        if (_reading?.Next is { } next)
        {
            _reading = next;
            return true;
        }

        var read = _reading;
        read?.Reset();
        Enter();
        if (_inbox is null or { IsEmpty: true })
        {
            Exit();
            return false;
        }

        _reading = _inbox;
        _inbox = _inboxTail = read is { IsSmall: true } ? read : null;
        Exit();
        return true;
    }

    /// <summary>Ends the turn if there is nothing to do; false when there is more.</summary>
    private bool GoIdle()
    {
        var suspended = _suspensions > 0;
        var readable = _front is { Count: > 0 } || _reading is { IsEmpty: false } || _reading?.Next is not null;
        Enter();
        var more = _signals is not null || (!suspended && (readable || _inbox is { IsEmpty: false }));
        if (_closed || !more)
        {
            _scheduled = false;
            _asleep = suspended;
            if (!readable)
                KeepOneSegment();
            Exit();
            return true;
        }

        _asleep = false;
        Exit();
        return false;
    }

    /// <summary>An idle actor keeps one small segment, so that single messages allocate nothing.</summary>
    private void KeepOneSegment()
    {
        if (_inbox is null && _reading is { IsSmall: true } && !_closed)
        {
            _reading.Reset();
            _inbox = _inboxTail = _reading;
        }

        _reading = null;
    }
}
