namespace Akka.Actor;

/// <summary>What a supervisor does about a failed child.</summary>
public enum Directive
{
    /// <summary>The child goes on with the next message, its state kept.</summary>
    Resume,

    /// <summary>A new instance takes the child's place.</summary>
    Restart,

    /// <summary>The supervisor fails itself, with the child's exception.</summary>
    Escalate,

    /// <summary>The child is stopped.</summary>
    Stop,
}

/// <summary>Writes down deciders.</summary>
public static class DirectiveExtensions
{
    /// <summary>A pair for <see cref="Decider.From(Directive, KeyValuePair{Type, Directive}[])"/>.</summary>
    public static KeyValuePair<Type, Directive> When<TException>(this Directive self) where TException : Exception =>
        new(typeof(TException), self);
}
