namespace Akka.Actor;

/// <summary>An outcome as a message: <see cref="Success"/> or <see cref="Failure"/>.</summary>
public abstract class Status
{
    /// <summary>It worked.</summary>
    public class Success(object? status) : Status
    {
        /// <summary>A success without a value.</summary>
        public static readonly Success Instance = new(null);

        /// <summary>The value that came of it.</summary>
        public readonly object Status = status!;

        /// <inheritdoc/>
        public override string ToString() => $"Success: {Status}";
    }

    /// <summary>It failed; an <c>Ask</c> that gets this faults with the cause.</summary>
    public class Failure(Exception cause, object? state) : Status
    {
        /// <summary>A failure without further words.</summary>
        public Failure(Exception cause) : this(cause, null) { }

        /// <summary>Why it failed.</summary>
        public readonly Exception Cause = cause;

        /// <summary>What else there is to say.</summary>
        public readonly object State = state!;

        /// <inheritdoc/>
        public override string ToString() => $"Failure: {Cause}";
    }
}
