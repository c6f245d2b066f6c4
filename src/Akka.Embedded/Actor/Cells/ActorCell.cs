using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>
/// The life of one actor: what its context shows, what its mailbox calls. Everything but the mailbox and the table of
/// children is touched on the actor's own turn only; what few actors need is made when first used.
/// </summary>
internal sealed partial class ActorCell : IUntypedActorContext
{
    [ThreadStatic]
    private static ActorCell? _current;

    private ActorBase? _actor;
    private object? _message;
    private IActorRef? _sender;
    private int _deliveries;

    public ActorCell(ActorSystemImpl system, LocalRef self, ActorRef? parent, Props props, Dispatcher dispatcher)
    {
        System = system;
        SelfRef = self;
        ParentRef = parent;
        Props = props;
        Mailbox = new Mailbox(this, dispatcher);
    }

    /// <summary>The actor whose turn it is on this thread.</summary>
    public static ActorCell? Current
    {
        get => _current;
        set => _current = value;
    }

    public ActorSystemImpl System { get; }

    public LocalRef SelfRef { get; }

    public ActorRef? ParentRef { get; }

    public Props Props { get; }

    public Mailbox Mailbox { get; }

    public ActorBase? Actor => _actor;

    /// <summary>Counts deliveries, so that one delivery can be told from another of the same message.</summary>
    public int Deliveries => _deliveries;

    public Envelope CurrentEnvelope => new(_message!, _sender);

    public IActorRef Self => SelfRef;

    public IActorRef Sender => _sender ?? System.DeadLetters;

    public IActorRef Parent => (IActorRef?)ParentRef ?? ActorRefs.Nobody;

    ActorSystem IActorContext.System => System;

    /// <summary>Hands the actor its first signal; it comes to life on its own turn.</summary>
    public void Start() => SelfRef.SendSystem(new Create());

    public ActorSelection ActorSelection(ActorPath actorPath) => Akka.Actor.ActorSelection.Absolute(System, actorPath);

    public ActorSelection ActorSelection(string actorPath) => Akka.Actor.ActorSelection.Parse(System, SelfRef, actorPath);

    /// <summary>Runs something as if on the actor's turn; for test kits, which own the thread.</summary>
    public void UseThreadContext(Action action)
    {
        var outer = Current;
        Current = this;
        try
        {
            action();
        }
        finally
        {
            Current = outer;
        }
    }

    public override string ToString() => SelfRef.ToString();
}
