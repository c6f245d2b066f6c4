namespace AkkaDht.Protocol.Udx.Congestion;

/// <summary>What a sender believes of its packets (05-udx.md B4, B5).</summary>
internal enum RecoveryState : byte
{
    /// <summary>They arrive.</summary>
    Open,

    /// <summary>Some were lost, since later ones have arrived; over when all that was outstanding then has arrived.</summary>
    Recovery,

    /// <summary>Nothing was acknowledged in time; over likewise.</summary>
    Loss,
}
