using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>Gives each child the strategy it was spawned with, and the default strategy to the others.</summary>
internal sealed class DelegatingSupervisorStrategy : SupervisorStrategy
{
    private readonly Dictionary<IActorRef, SupervisorStrategy> _byChild = [];

    public DelegatingSupervisorStrategy()
        : base(maxRetries: -1, withinMilliseconds: -1, loggingEnabled: true) =>
        Decider = Akka.Actor.Decider.From(cause => StrategyFor(ActorCell.Current!.Sender).Decider.Decide(cause));

    public override IDecider Decider { get; }

    public void Update(IActorRef child, SupervisorStrategy strategy) => _byChild[child] = strategy;

    internal override void Carry(ActorCell supervisor, bool restart, LocalRef child, Exception cause) =>
        StrategyFor(child).Carry(supervisor, restart, child, cause);

    private SupervisorStrategy StrategyFor(IActorRef child) => _byChild.GetValueOrDefault(child, DefaultStrategy);
}
