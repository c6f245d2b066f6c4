namespace AkkaDht.Persistence;

/// <summary>
/// One file that is replaced whole or not at all: the new content is written beside it, flushed to the disk and given its name.
/// Whoever reads it finds the content before or the one after, whenever the machine stops. Only the owner may read it.
/// </summary>
internal sealed class StateFile(string path)
{
    /// <summary>Corrupt files kept; the last one gives way to those that follow.</summary>
    public const int MaxSetAside = 9;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path => path;

    /// <summary>Where the next content is written before it is given its name.</summary>
    public string TemporaryPath => path + ".tmp";

    /// <summary>The content, or null when there is no file; one of more than <paramref name="maxBytes"/> is cut one byte behind them.</summary>
    public byte[]? Read(int maxBytes)
    {
        if (!File.Exists(path)) return null;

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var content = new byte[(int)Math.Min(stream.Length, maxBytes + 1L)];
        return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
    }

    /// <summary>Replaces the content.</summary>
    public void Replace(ReadOnlySpan<byte> content)
    {
        WriteTemporary(content);
        Publish();
    }

    /// <summary>The first half of <see cref="Replace"/>: the new content is on the disk, under its temporary name.</summary>
    public void WriteTemporary(ReadOnlySpan<byte> content)
    {
        // What a crash has left there may have other rights, or be a link to somewhere else: it is never written to.
        File.Delete(TemporaryPath);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var stream = new FileStream(TemporaryPath, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Gives the file to its owner alone, if others could read it; true when they could.</summary>
    public bool RestrictToOwner()
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path)) return false;
        if ((File.GetUnixFileMode(path) & ~OwnerOnly) == 0) return false;

        File.SetUnixFileMode(path, OwnerOnly);
        return true;
    }

    /// <summary>Puts the file aside as <c>….corrupt-N</c> and answers with that name.</summary>
    public string SetAside()
    {
        var number = Enumerable.Range(1, MaxSetAside).FirstOrDefault(number => !File.Exists(AsidePath(number)), MaxSetAside);
        File.Move(path, AsidePath(number), overwrite: true);
        return AsidePath(number);
    }

    private void Publish() => File.Move(TemporaryPath, path, overwrite: true);

    private string AsidePath(int number) => $"{path}.corrupt-{number}";
}
