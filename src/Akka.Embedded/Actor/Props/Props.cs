using System.Linq.Expressions;

namespace Akka.Actor;

/// <summary>How to make an actor: its type and arguments, its supervision and its dispatcher. Immutable.</summary>
public class Props : IEquatable<Props>
{
    /// <summary>An actor that handles nothing.</summary>
    public static readonly Props None = new(new ConstructorRecipe(typeof(EmptyActor), []));

    private readonly Recipe _recipe;
    private readonly Wishes _wishes = Wishes.None;

    internal Props(Recipe recipe) => _recipe = recipe;

    private Props(Recipe recipe, Wishes wishes)
    {
        _recipe = recipe;
        _wishes = wishes;
    }

    /// <summary>An actor that handles nothing.</summary>
    public static Props Empty => None;

    /// <summary>The type of the actor.</summary>
    public Type Type => _recipe.Type;

    /// <summary>The name of the type.</summary>
    public string TypeName => Type.AssemblyQualifiedName!;

    /// <summary>The arguments of the constructor.</summary>
    public object?[] Arguments => _recipe.Arguments;

    /// <summary>The dispatcher's id.</summary>
    public string Dispatcher => _wishes.Dispatcher;

    /// <summary>The mailbox's id.</summary>
    public string Mailbox => _wishes.Mailbox;

    /// <summary>The strategy that takes precedence over the actor's own; null for none.</summary>
    public SupervisorStrategy? SupervisorStrategy => _wishes.SupervisorStrategy;

    internal int? StashCapacity => _wishes.StashCapacity;

    /// <summary>Takes a bare <c>new TActor(…)</c>; its arguments are evaluated now, once.</summary>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase =>
        new(ConstructorRecipe.Of(factory.Body), Wishes.For(supervisorStrategy));

    /// <summary>The actor of a type, with the arguments of one of its constructors.</summary>
    public static Props Create<TActor>(params object?[] args) where TActor : ActorBase => Create(typeof(TActor), args);

    /// <summary>The actor of a type, with a strategy for its children.</summary>
    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy) where TActor : ActorBase, new() =>
        new(new ConstructorRecipe(typeof(TActor), []), Wishes.For(supervisorStrategy));

    /// <summary>The actor of a type known at run time, with the arguments of one of its constructors.</summary>
    public static Props Create(Type type, params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new(new ConstructorRecipe(type, args ?? []));
    }

    /// <summary>An actor made by a producer, as dependency injection does it.</summary>
    public static Props CreateBy(IIndirectActorProducer producer, params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(producer);
        return new(new ProducerRecipe(producer, args));
    }

    /// <summary>The same props on another dispatcher.</summary>
    public Props WithDispatcher(string dispatcher) => new(_recipe, _wishes with { Dispatcher = dispatcher });

    /// <summary>The same props with another mailbox id.</summary>
    public Props WithMailbox(string mailbox) => new(_recipe, _wishes with { Mailbox = mailbox });

    /// <summary>The same props with a bound for the stash; −1 for none.</summary>
    public Props WithStashCapacity(int stashCapacity) => new(_recipe, _wishes with { StashCapacity = stashCapacity });

    /// <summary>The same props with a strategy that takes precedence over the actor's own.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) => new(_recipe, _wishes with { SupervisorStrategy = supervisorStrategy });

    /// <summary>Makes an instance; the runtime calls this on the actor's turn.</summary>
    public virtual ActorBase NewActor() => _recipe.Make();

    /// <summary>Gives an instance back that has ended.</summary>
    internal void Release(ActorBase actor) => _recipe.Release(actor);

    /// <inheritdoc/>
    public bool Equals(Props? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Type == other.Type && Dispatcher == other.Dispatcher && Mailbox == other.Mailbox
            && StashCapacity == other.StashCapacity && Equals(SupervisorStrategy, other.SupervisorStrategy)
            && Arguments.AsSpan().SequenceEqual(other.Arguments));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Props);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Dispatcher, Mailbox, Arguments.Length);

    /// <summary>What is asked for besides the actor itself; most props ask for nothing and share one.</summary>
    private sealed record Wishes
    {
        public static readonly Wishes None = new();

        public SupervisorStrategy? SupervisorStrategy { get; init; }

        public string Dispatcher { get; init; } = Dispatch.Dispatchers.DefaultDispatcherId;

        public string Mailbox { get; init; } = "akka.actor.default-mailbox";

        public int? StashCapacity { get; init; }

        public static Wishes For(SupervisorStrategy? strategy) => strategy is null ? None : None with { SupervisorStrategy = strategy };
    }

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}

/// <summary>Makes actors for <see cref="Props.CreateBy"/>.</summary>
public interface IIndirectActorProducer
{
    /// <summary>The type of the actors.</summary>
    Type ActorType { get; }

    /// <summary>Makes an actor; once per incarnation.</summary>
    ActorBase Produce();

    /// <summary>Takes an actor back that has ended.</summary>
    void Release(ActorBase actor);
}
