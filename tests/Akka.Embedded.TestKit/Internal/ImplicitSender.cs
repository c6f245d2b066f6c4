using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>
/// Makes the test actor the sender of the test's tells: on the thread of the test, and through a synchronization context
/// on whatever thread the test goes on after an await.
/// </summary>
internal static class ImplicitSender
{
    public static void Set(IActorRef testActor)
    {
        var cell = ((LocalRef)testActor).Cell;
        ActorCell.Current = cell;
        SynchronizationContext.SetSynchronizationContext(new CellKeepingContext(cell));
    }

    public static void Clear()
    {
        ActorCell.Current = null;
        if (SynchronizationContext.Current is CellKeepingContext)
            SynchronizationContext.SetSynchronizationContext(null);
    }

    private sealed class CellKeepingContext(ActorCell cell) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) =>
            ThreadPool.QueueUserWorkItem(static run => run.Context.Run(run.Callback, run.State), (Context: this, Callback: d, State: state), preferLocal: false);

        public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

        public override SynchronizationContext CreateCopy() => new CellKeepingContext(cell);

        private void Run(SendOrPostCallback callback, object? state)
        {
            var outer = Current;
            SetSynchronizationContext(this);
            try
            {
                cell.UseThreadContext(() => callback(state));
            }
            finally
            {
                SetSynchronizationContext(outer);
            }
        }
    }
}
