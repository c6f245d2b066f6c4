namespace AkkaDht.Interop.Tests;

/// <summary>As <see cref="JsFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JsTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides when the test is discovered whether it can run.</summary>
    public JsTheoryAttribute()
    {
        if (NodeRuntime.Missing is { } reason && NodeRuntime.MayBeMissing) Skip = reason;
    }
}
