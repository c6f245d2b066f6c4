namespace Akka.Actor;

/// <summary>
/// Who tells where no sender is given: the actor whose turn it is on this thread; outside of actors nobody, or whoever a
/// test kit has put there for the flow of a test, across its awaits.
/// </summary>
internal static class ImplicitSender
{
    private static AsyncLocal<IActorRef?>? _outside;

    public static IActorRef? Current => ActorCell.Current is { } cell ? cell.SelfRef : _outside?.Value;

    /// <summary>The actor that a test kit has put outside of actors: its context is the context there.</summary>
    public static ActorCell? OutsideCell => _outside?.Value is LocalRef test ? test.Cell : null;

    public static void SetOutside(IActorRef? sender) => LazyInitializer.EnsureInitialized(ref _outside).Value = sender;
}
