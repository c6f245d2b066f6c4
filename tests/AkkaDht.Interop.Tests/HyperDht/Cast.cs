namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>Who plays which part, as data of theories.</summary>
public static class Cast
{
    /// <summary>Who listens and who connects; JavaScript among itself shows what the sentence takes for granted.</summary>
    public static TheoryData<Side, Side> ServerAndClient => new()
    {
        { Side.JavaScript, Side.JavaScript },
    };

    /// <summary>Who makes up the network, who stores in it and who reads.</summary>
    public static TheoryData<Side, Side, Side> NetworkWriterAndReader => new()
    {
        { Side.JavaScript, Side.JavaScript, Side.JavaScript },
    };

    /// <summary>Who relays, who listens and who connects.</summary>
    public static TheoryData<Side, Side, Side> RelayServerAndClient => new()
    {
        { Side.JavaScript, Side.JavaScript, Side.JavaScript },
    };
}
