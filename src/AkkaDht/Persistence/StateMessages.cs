namespace AkkaDht.Persistence;

/// <summary>What the keeper of a node's state is told by the node's other parts.</summary>
internal static class StateMessages
{
    /// <summary>The lasting announcements have changed: they are saved after a pause.</summary>
    public sealed record AnnouncementsChanged : IEvent
    {
        public static readonly AnnouncementsChanged Instance = new();
    }
}
