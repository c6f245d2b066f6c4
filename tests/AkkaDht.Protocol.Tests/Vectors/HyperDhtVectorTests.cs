namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Every entry of hyperdht.json, told apart by its kind.</summary>
public sealed class HyperDhtVectorTests
{
    private const string FileName = "hyperdht.json";

    public static TheoryData<int, string> Cases => VectorFile.Cases(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_and_we_agree(int index, string name)
    {
        var vector = VectorFile.Read(FileName)[index];
        Assert.True(HyperDhtVectorKinds.Handlers.TryGetValue(vector.Kind(), out var handle), $"{name}: nothing handles the kind '{vector.Kind()}'.");
        handle(vector);
    }
}
