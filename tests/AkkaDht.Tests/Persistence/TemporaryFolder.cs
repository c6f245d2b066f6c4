namespace AkkaDht.Tests.Persistence;

/// <summary>A folder of one test, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("akkadht-test-");

    /// <summary>A folder in it that does not exist yet.</summary>
    public string StatePath => Path.Combine(_folder.FullName, "state");

    public string PathOf(string name) => Path.Combine(StatePath, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
