using Akka.Dispatch;

namespace Akka.TestKit;

/// <summary>Runs an actor on the thread that tells it a message; chosen by its id in <c>Props.WithDispatcher</c>.</summary>
public sealed class CallingThreadDispatcher
{
    /// <summary>The id.</summary>
    public static readonly string Id = Dispatchers.CallingThreadDispatcherId;

    private CallingThreadDispatcher()
    {
    }
}

/// <summary>The type that settings name for the <see cref="CallingThreadDispatcher"/>; the runtime knows it by the id alone.</summary>
public sealed class CallingThreadDispatcherConfigurator
{
    private CallingThreadDispatcherConfigurator()
    {
    }
}
