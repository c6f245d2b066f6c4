using Xunit.Abstractions;
using Xunit.Sdk;

namespace AkkaDht.Interop.Tests.HyperDht.Nats;

/// <summary>
/// As <see cref="JsTheoryAttribute"/>, for peers in network namespaces. Where none can be made there is no such test, and the
/// console says why: what a machine has no rights to is neither passed nor failed on it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("AkkaDht.Interop.Tests.HyperDht.Nats.NatTheoryDiscoverer", "AkkaDht.Interop.Tests")]
public sealed class NatTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides when the test is discovered whether it can run.</summary>
    public NatTheoryAttribute()
    {
        if (NodeRuntime.Missing is { } reason && NodeRuntime.MayBeMissing) Skip = reason;
    }
}

/// <summary>Discovers nothing where there are no network namespaces.</summary>
public sealed class NatTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute)
    {
        if (Namespaces.Missing is not { } reason) return base.Discover(discoveryOptions, testMethod, theoryAttribute);

        Console.Error.WriteLine($"{testMethod.Method.Name} is left out: {reason}");
        return [];
    }
}
