namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>Who plays which part, as data of theories.</summary>
public static class Cast
{
    /// <summary>Two parts; JavaScript among itself shows what a sentence takes for granted.</summary>
    public static IReadOnlyList<(Side, Side)> Couples { get; } = [(Side.JavaScript, Side.JavaScript), (Side.JavaScript, Side.Ours), (Side.Ours, Side.JavaScript)];

    /// <summary>Who listens and who connects.</summary>
    public static TheoryData<Side, Side> ServerAndClient
    {
        get
        {
            var data = new TheoryData<Side, Side>();
            foreach (var (listens, connects) in Couples) data.Add(listens, connects);
            return data;
        }
    }

    /// <summary>Who makes up the network, who stores in it and who reads.</summary>
    public static TheoryData<Side, Side, Side> NetworkWriterAndReader => Behind();

    /// <summary>Who makes up the network, who listens and who connects.</summary>
    public static TheoryData<Side, Side, Side> NetworkServerAndClient => Behind();

    /// <summary>Who relays, who listens and who connects.</summary>
    public static TheoryData<Side, Side, Side> RelayServerAndClient => Behind();

    // Somebody in the middle, of either side, and two others.
    private static TheoryData<Side, Side, Side> Behind()
    {
        var data = new TheoryData<Side, Side, Side>();
        foreach (var middle in Enum.GetValues<Side>())
            foreach (var (one, other) in Couples) data.Add(middle, one, other);
        return data;
    }
}
