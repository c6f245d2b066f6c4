using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Akka.Actor;

/// <summary>Makes the instances of one <see cref="Props"/>.</summary>
internal abstract class Recipe
{
    public abstract Type Type { get; }

    public abstract object?[] Arguments { get; }

    public abstract ActorBase Make();

    /// <summary>Gives an instance back that has ended.</summary>
    public virtual void Release(ActorBase actor) { }
}

/// <summary>Calls a constructor. It is looked up once; the arguments are the same for every incarnation.</summary>
internal sealed class ConstructorRecipe(Type type, object?[] arguments, ConstructorInfo? constructor = null) : Recipe
{
    private const BindingFlags AnyConstructor = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // One for all recipes that call it: thousands of actors are made by the same few constructors.
    private static readonly ConditionalWeakTable<ConstructorInfo, ConstructorInvoker> Invokers = [];

    private ConstructorInfo? _constructor = constructor;

    public override Type Type => type;

    public override object?[] Arguments => arguments;

    /// <summary>Reads a bare <c>new T(…)</c> and evaluates its arguments.</summary>
    public static ConstructorRecipe Of(Expression body)
    {
        var creation = (NewExpression)body;
        return new(creation.Type, [.. creation.Arguments.Select(Evaluate)], creation.Constructor);
    }

    public override ActorBase Make()
    {
        try
        {
            var invoker = Invokers.GetValue(_constructor ??= FindConstructor(), ConstructorInvoker.Create);
            return (ActorBase)invoker.Invoke(arguments.AsSpan());
        }
        catch (Exception cause)
        {
            var thrown = cause as TargetInvocationException ?? new TargetInvocationException(cause);
            throw new TypeLoadException($"Error while creating actor instance of type {type} with {arguments.Length} args: ({string.Join(',', arguments)})", thrown);
        }
    }

    private ConstructorInfo FindConstructor()
    {
        var fitting = type.GetConstructors(AnyConstructor).Where(Fits).ToArray();
        return fitting.Length switch
        {
            0 => throw new MissingMethodException($"Constructor on type '{type.FullName}' not found."),
            1 => fitting[0],
            _ => (ConstructorInfo)Type.DefaultBinder.SelectMethod(
                AnyConstructor, fitting, [.. arguments.Select(argument => argument?.GetType() ?? typeof(object))], null)! ?? fitting[0],
        };
    }

    private bool Fits(ConstructorInfo candidate)
    {
        var parameters = candidate.GetParameters();
        return parameters.Length == arguments.Length && parameters.Zip(arguments).All(pair => Fits(pair.First.ParameterType, pair.Second));
    }

    private static bool Fits(Type parameter, object? argument) =>
        argument is null ? !parameter.IsValueType || Nullable.GetUnderlyingType(parameter) is not null : parameter.IsInstanceOfType(argument);

    private static object? Evaluate(Expression argument) => argument switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member => field.GetValue(member.Expression is { } target ? Evaluate(target) : null),
        MemberExpression { Member: PropertyInfo property } member =>
            property.GetValue(member.Expression is { } target ? Evaluate(target) : null, BindingFlags.DoNotWrapExceptions, null, null, null),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(argument, typeof(object))).Compile(preferInterpretation: true)(),
    };
}

/// <summary>Leaves the making to a producer.</summary>
internal sealed class ProducerRecipe(IIndirectActorProducer producer, object?[] arguments) : Recipe
{
    public override Type Type => producer.ActorType;

    public override object?[] Arguments => arguments;

    public override ActorBase Make() => producer.Produce();

    public override void Release(ActorBase actor) => producer.Release(actor);
}
