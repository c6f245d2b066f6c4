namespace Akka.TestKit.Internal;

/// <summary>The dispatcher that runs an actor on whatever thread tells it something.</summary>
internal static class CallingThread
{
    public const string DispatcherId = "akka.test.calling-thread-dispatcher";
}
