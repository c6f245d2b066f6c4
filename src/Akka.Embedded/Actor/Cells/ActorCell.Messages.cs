namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private Receive? _behaviour;

    /// <summary>Handles one message of the mailbox; whatever it throws goes to the supervisor.</summary>
    public void Invoke(in Envelope envelope)
    {
        var message = envelope.Message;
        _message = message;
        _sender = envelope.Sender;
        _deliveries++;
        try
        {
            if (_parts is { Silence: { } silence })
                InvokeTimed(silence, message);
            else
                Dispatch(message);

            if (!IsAwaiting)
                ForgetMessage();
        }
        catch (Exception cause)
        {
            HandleFailure(cause, perpetrator: null);
        }
    }

    /// <summary>Gives a message to the actor itself; for test kits, which own the thread.</summary>
    public void ReceiveForTest(in Envelope envelope)
    {
        var (outer, message, sender) = (Current, _message, _sender);
        Current = this;
        _message = envelope.Message;
        _sender = envelope.Sender;
        try
        {
            Dispatch(envelope.Message);
        }
        finally
        {
            (Current, _message, _sender) = (outer, message, sender);
        }
    }

    public void Become(Receive receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        _behaviour = receive;
    }

    public void Become(UntypedReceive receive) => Become(Handled(receive));

    public void BecomeStacked(Receive receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        if (_behaviour is not null)
            (Needed.BehavioursBelow ??= new()).Push(_behaviour);
        _behaviour = receive;
    }

    public void BecomeStacked(UntypedReceive receive) => BecomeStacked(Handled(receive));

    public void UnbecomeStacked() =>
        _behaviour = _parts is { BehavioursBelow: { Count: > 0 } below } ? below.Pop() : null;

    private static Receive Handled(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    private void Dispatch(object message)
    {
        if (message is IAutoReceivedMessage)
            AutoReceive(message);
        else if (message is TimerMessage timer)
            ReceiveTimer(timer);
        else
            ReceiveMessage(message);
    }

    private void ReceiveMessage(object message)
    {
        var actor = _actor!;
        var handled = actor.InvokeAroundReceive(_behaviour, message);
        if (System.Settings.AddLoggingReceive && actor is ILogReceive)
            Say($"received {(handled ? "handled" : "unhandled")} message {message} from {Sender.Path}");
    }

    private void ReceiveTimer(TimerMessage timer)
    {
        if (!timer.Owner.Accept(timer))
            return;
        _message = timer.Message;
        Dispatch(timer.Message);
    }

    private void AutoReceive(object message)
    {
        if (System.Settings.DebugAutoReceive)
            Say($"received AutoReceiveMessage {message}");

        switch (message)
        {
            case Terminated terminated:
                ReceiveTerminated(terminated);
                break;
            case PoisonPill:
                SelfRef.SendSystem(new Dispatch.Terminate());
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, Self), Self);
                break;
            case ActorSelectionMessage selection:
                selection.DeliverFrom(SelfRef, _sender);
                break;
            default:
                ReceiveMessage(message);
                break;
        }
    }

    /// <summary>The sender is kept: continuations and hooks that come later still answer the last one.</summary>
    private void ForgetMessage() => _message = null;
}
