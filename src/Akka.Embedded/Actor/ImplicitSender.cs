namespace Akka.Actor;

/// <summary>
/// Who tells where no sender is given: the actor whose turn it is on this thread; outside of actors nobody, or whoever a
/// test kit has put there for the flow of a test, across its awaits.
/// </summary>
internal static class ImplicitSender
{
    private static AsyncLocal<Place?>? _outside;

    public static IActorRef? Current => ActorCell.Current is { } cell ? cell.SelfRef : _outside?.Value?.Sender;

    /// <summary>The actor that a test kit has put outside of actors: its context is the context there.</summary>
    public static ActorCell? OutsideCell => _outside?.Value?.Sender is LocalRef test ? test.Cell : null;

    public static void SetOutside(IActorRef? sender) => ReserveOutside().Sender = sender;

    /// <summary>A place in the flow of the caller for a sender that is known later, when that flow has called others.</summary>
    public static Place ReserveOutside() => LazyInitializer.EnsureInitialized(ref _outside).Value = new Place();

    /// <summary>Holds the sender of one flow.</summary>
    internal sealed class Place
    {
        public IActorRef? Sender { get; set; }
    }
}
