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
        var (first, others) = (_first, _others);
        (_first, _others) = (default, null);
        Exit();

        Drain(_reading);
        if (first.Message is not null)
            left.Add(first);
        Drain(others);
        _reading = null;
        return (left, signals);

        void Drain(MailboxSegment? segment)
        {
            for (; segment is not null; segment = segment.Next)
                while (!segment.IsEmpty)
                    left.Add(segment.Read());
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

        if (_reading is { IsEmpty: true, Next: { } next } read)
        {
            _reading = next;
            read.Release();
        }

        if (_reading is { IsEmpty: false } reading)
        {
            envelope = reading.Read();
            return true;
        }

        return TryTakeAll(out envelope);
    }

    /// <summary>Takes all that has come in: the first message to be handled now, the others to be read without the gate.</summary>
    private bool TryTakeAll(out Envelope envelope)
    {
        if (_first.Message is null)
        {
            envelope = default;
            return false;
        }

        var empty = _reading?.Recycle();
        Enter();
        (envelope, _reading) = (_first, _others);
        (_first, _others) = (default, empty);
        Exit();
        return true;
    }

    /// <summary>Ends the turn if there is nothing to do; false when there is more.</summary>
    private bool GoIdle()
    {
        var suspended = _suspensions > 0;
        if (_reading is { IsEmpty: true, Next: null } read)
        {
            _reading = null;
            read.Release();
        }

        var readable = _reading is not null || _front is { Count: > 0 };
        Enter();
        var more = _signals is not null || (!suspended && (readable || _first.Message is not null));
        if (_closed || !more)
        {
            _scheduled = false;
            _asleep = suspended;
            var empty = _first.Message is null ? _others : null;
            if (empty is not null)
                _others = null;
            Exit();
            empty?.Release();
            return true;
        }

        _asleep = false;
        Exit();
        return false;
    }
}
