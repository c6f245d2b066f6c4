namespace AkkaDht.Interop.Tests;

/// <summary>A fact about us and a JavaScript node; skipped with the reason where there is no JavaScript, except on a build server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JsFactAttribute : FactAttribute
{
    /// <summary>Decides when the test is discovered whether it can run.</summary>
    public JsFactAttribute()
    {
        if (NodeRuntime.Missing is { } reason && NodeRuntime.MayBeMissing) Skip = reason;
    }
}
