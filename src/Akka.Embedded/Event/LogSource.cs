using Akka.Actor;

namespace Akka.Event;

/// <summary>Who writes a log line: a text, and the type it belongs to.</summary>
public readonly struct LogSource
{
    private LogSource(string source, Type type)
    {
        Source = source;
        Type = type;
    }

    /// <summary>The text.</summary>
    public string Source { get; }

    /// <summary>The type.</summary>
    public Type Type { get; }

    /// <summary>The source that an object stands for.</summary>
    public static LogSource Create(object o) => o switch
    {
        IActorContext context => new(context.Self.Path.ToString(), SourceType(context)),
        IActorRef reference => new(reference.Path.ToString(), SourceType(reference)),
        string text => new(text, typeof(DummyClassForStringSources)),
        Type type => new(Logging.SimpleName(type), type),
        _ => new(Logging.SimpleName(o), o.GetType()),
    };

    /// <summary>The source that an object of a system stands for.</summary>
    public static LogSource Create(object o, ActorSystem system) => o switch
    {
        IActorContext context => new(FromActor(context, system), SourceType(context)),
        IActorRef reference => new(FromActorRef(reference, system), SourceType(reference)),
        string text => new(FromString(text, system), typeof(DummyClassForStringSources)),
        Type type => new(FromType(type, system), type),
        _ => new(FromType(o.GetType(), system), o.GetType()),
    };

    /// <summary>A source put together by hand.</summary>
    public static LogSource Create(string source, Type t) => new(source, t);

    /// <summary>The path of an actor.</summary>
    public static string FromActor(IActorContext actor, ActorSystem system) => FromActorRef(actor.Self, system);

    /// <summary>The path of an actor.</summary>
    public static string FromActorRef(IActorRef a, ActorSystem system) => a.Path.ToString();

    /// <summary>A text with the system's name.</summary>
    public static string FromString(string source, ActorSystem system) => $"{source}({system})";

    /// <summary>A type's name with the system's.</summary>
    public static string FromType(Type t, ActorSystem system) => $"{Logging.SimpleName(t)}({system})";

    /// <summary>The type that an object stands for.</summary>
    public static Type SourceType(object o) => o switch
    {
        Type type => type,
        ActorCell cell => cell.Props.Type,
        _ => o.GetType(),
    };
}

/// <summary>Stands for the type of sources that are texts.</summary>
public class DummyClassForStringSources;
