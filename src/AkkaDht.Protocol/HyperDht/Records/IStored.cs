namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>An entry of the store, as its budget sees it.</summary>
internal interface IStored
{
    /// <summary>The host that brought it.</summary>
    uint Host { get; }

    /// <summary>Its own bytes.</summary>
    int Length { get; }
}
