namespace AkkaDht.Persistence;

/// <summary>Why a file of the state is not believed.</summary>
internal enum StateFault
{
    /// <summary>It is believed.</summary>
    None,

    /// <summary>It is larger than a file of its kind may be.</summary>
    TooLarge,

    /// <summary>It is shorter or longer than it says.</summary>
    WrongLength,

    /// <summary>It does not begin as a file of the state, or is one of another kind.</summary>
    NotOurs,

    /// <summary>It has a version that is not known here.</summary>
    UnknownVersion,

    /// <summary>Its bytes are not those that were written.</summary>
    WrongChecksum,

    /// <summary>It is whole, and what it says makes no sense.</summary>
    Senseless,
}
