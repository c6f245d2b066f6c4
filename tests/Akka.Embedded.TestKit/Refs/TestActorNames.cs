using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>Names of test actors without one: $$a, $$b, … in all systems of the process together.</summary>
internal static class TestActorNames
{
    private static long _named;

    public static string Next() => "$" + Children.NameOf(Interlocked.Increment(ref _named) - 1);
}
