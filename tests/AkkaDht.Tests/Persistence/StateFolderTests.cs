using AkkaDht.Persistence;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Tests.Persistence;

/// <summary>Files that are replaced whole, checked when they are read, and never a reason not to start.</summary>
public sealed class StateFolderTests : IDisposable
{
    private static readonly ICryptoSuite Crypto = CryptoSuites.Select(CryptoSuites.Managed);
    private static readonly byte[] Old = [1, 2, 3];
    private static readonly byte[] New = [4, 5, 6, 7];

    private readonly TemporaryFolder _temporary = new();
    private readonly StateCounters _counters = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_was_written_is_read_after_a_restart()
    {
        using (var folder = Open()) Assert.True(Write(folder, Old));

        using var next = Open();
        Assert.Equal(Old, Read(next));
        Assert.Equal(new StateStats(Saved: 1, Failed: 0, SetAside: 0), _counters.Snapshot);
    }

    [Fact]
    public void A_folder_that_was_never_used_has_nothing_and_no_trouble()
    {
        using var folder = Open();

        Assert.Null(Read(folder));
        Assert.Empty(folder.TakeTroubles());
    }

    [Fact]
    public void A_crash_between_write_and_rename_leaves_what_was_there_before()
    {
        using (var folder = Open())
        {
            Write(folder, Old);
            folder.FileOf(StateKind.Nodes).WriteTemporary(StateEnvelope.Wrap(Crypto, StateKind.Nodes, New));
        }

        using var next = Open();
        Assert.Equal(Old, Read(next));
        Assert.True(Write(next, New));
        Assert.Equal(New, Read(next));
        Assert.False(File.Exists(next.FileOf(StateKind.Nodes).TemporaryPath));
    }

    [Fact]
    public void A_crash_in_the_middle_of_the_first_write_leaves_nothing()
    {
        using (var folder = Open()) folder.FileOf(StateKind.Nodes).WriteTemporary([1]);

        using var next = Open();
        Assert.Null(Read(next));
        Assert.Equal(0, _counters.Snapshot.SetAside);
    }

    [Fact]
    public void A_file_cut_at_any_length_is_put_aside_and_counts_as_absent()
    {
        using var folder = Open();
        var whole = StateEnvelope.Wrap(Crypto, StateKind.Nodes, New);

        for (var length = 0; length < whole.Length; length++) AssertPutAside(folder, whole[..length]);
    }

    [Fact]
    public void A_file_with_any_bit_flipped_is_put_aside_and_counts_as_absent()
    {
        using var folder = Open();

        for (var bit = 0; bit < 8 * (StateEnvelope.Overhead + New.Length); bit++)
        {
            var flipped = StateEnvelope.Wrap(Crypto, StateKind.Nodes, New);
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            AssertPutAside(folder, flipped);
        }
    }

    [Fact]
    public void A_file_with_bytes_behind_its_end_is_put_aside()
    {
        using var folder = Open();

        AssertPutAside(folder, [.. StateEnvelope.Wrap(Crypto, StateKind.Nodes, New), 0]);
    }

    [Fact]
    public void A_file_of_another_version_is_put_aside_with_that_reason()
    {
        using var folder = Open();
        var later = StateEnvelope.Wrap(Crypto, StateKind.Nodes, New);
        later[7] = StateEnvelope.Version + 1;

        Assert.Contains(nameof(StateFault.UnknownVersion), AssertPutAside(folder, later), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_under_the_name_of_another_kind_is_put_aside()
    {
        using var folder = Open();

        Assert.Contains(nameof(StateFault.NotOurs), AssertPutAside(folder, StateEnvelope.Wrap(Crypto, StateKind.Seed, New)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_large_is_put_aside_unread()
    {
        using var folder = Open();
        var large = StateEnvelope.Wrap(Crypto, StateKind.Nodes, new byte[StateKind.Nodes.MaxFileBytes()]);

        Assert.Contains(nameof(StateFault.TooLarge), AssertPutAside(folder, large), StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_file_that_makes_no_sense_is_put_aside()
    {
        using var folder = Open();
        Write(folder, Old);

        Assert.Null(folder.Read<byte[]>(StateKind.Nodes, _ => null));
        Assert.Contains(nameof(StateFault.Senseless), Assert.Single(folder.TakeTroubles()), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_put_aside_are_kept_up_to_a_bound()
    {
        using var folder = Open();

        for (var i = 0; i < 2 * StateFile.MaxSetAside; i++) AssertPutAside(folder, [(byte)i]);

        Assert.Equal(StateFile.MaxSetAside, Directory.GetFiles(_temporary.StatePath, "nodes.corrupt-*").Length);
        Assert.Equal([0], File.ReadAllBytes(_temporary.PathOf("nodes.corrupt-1")));
        Assert.Equal([2 * StateFile.MaxSetAside - 1], File.ReadAllBytes(_temporary.PathOf($"nodes.corrupt-{StateFile.MaxSetAside}")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_keeps_nothing_and_says_so()
    {
        File.WriteAllText(_temporary.StatePath, "in the way");

        using var folder = new StateFolder(_temporary.PathOf("below"), Crypto, _counters);

        Assert.False(folder.IsOpen);
        Assert.Null(Read(folder));
        Assert.False(Write(folder, New));
        Assert.Contains(_temporary.PathOf("below"), Assert.Single(folder.TakeTroubles()), StringComparison.Ordinal);
        Assert.Equal(1, _counters.Snapshot.Failed);
    }

    [Fact]
    public void A_path_that_is_none_keeps_nothing()
    {
        using var folder = new StateFolder("a\0b", Crypto, _counters);

        Assert.False(folder.IsOpen);
        Assert.Single(folder.TakeTroubles());
    }

    [Fact]
    public void A_write_that_fails_is_counted_and_the_next_one_is_tried()
    {
        using var folder = Open();
        Directory.CreateDirectory(folder.FileOf(StateKind.Nodes).TemporaryPath);

        Assert.False(Write(folder, New));
        Assert.Single(folder.TakeTroubles());
        Assert.Equal(1, _counters.Snapshot.Failed);

        Directory.Delete(folder.FileOf(StateKind.Nodes).TemporaryPath);
        Assert.True(Write(folder, New));
        Assert.Equal(New, Read(folder));
    }

    [Fact]
    public void What_could_not_be_read_is_not_overwritten()
    {
        using var folder = Open();
        var path = folder.FileOf(StateKind.Seed).Path;
        Write(folder, Old, StateKind.Seed);

        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) Assert.Null(Read(folder, StateKind.Seed));

        Assert.False(Write(folder, New, StateKind.Seed));
        Assert.True(Write(folder, New));
        Assert.Equal(Old, Read(folder, StateKind.Seed));
    }

    [Fact]
    public void A_content_that_was_overtaken_is_not_written()
    {
        using var folder = Open();
        var early = folder.Prepare(StateKind.Nodes, Old);

        Write(folder, New);

        Assert.True(folder.Write(early));
        Assert.Equal(New, Read(folder));
    }

    [Fact]
    public void A_folder_is_one_nodes_at_a_time()
    {
        using (var first = Open())
        {
            using var second = Open();
            Assert.False(second.IsOpen);
            Assert.False(Write(second, New));
            Assert.Single(second.TakeTroubles());
        }

        using var third = Open();
        Assert.True(third.IsOpen);
    }

    [Fact]
    public void Folder_and_files_are_for_their_owner_alone()
    {
        using var folder = Open();
        Write(folder, New);

        if (OperatingSystem.IsWindows())
        {
            Assert.True(File.Exists(folder.FileOf(StateKind.Nodes).Path)); // rights are inherited from the user's folder there
            return;
        }

        const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(OwnersFile, File.GetUnixFileMode(folder.FileOf(StateKind.Nodes).Path));
        Assert.Equal(OwnersFile | UnixFileMode.UserExecute, File.GetUnixFileMode(_temporary.StatePath));
    }

    [Fact]
    public void A_file_that_others_could_read_is_taken_from_them_with_a_word_about_it()
    {
        using var folder = Open();
        Write(folder, New);
        var path = folder.FileOf(StateKind.Nodes).Path;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Equal(New, Read(folder));

        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Contains(path, Assert.Single(folder.TakeTroubles()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_the_place_of_the_temporary_file_is_not_followed()
    {
        using var folder = Open();
        var elsewhere = _temporary.PathOf("elsewhere");
        File.WriteAllText(elsewhere, "untouched");
        File.CreateSymbolicLink(folder.FileOf(StateKind.Nodes).TemporaryPath, elsewhere);

        Assert.True(Write(folder, New));

        Assert.Equal("untouched", File.ReadAllText(elsewhere));
        Assert.Equal(New, Read(folder));
    }

    private StateFolder Open() => new(_temporary.StatePath, Crypto, _counters);

    private static byte[]? Read(StateFolder folder, StateKind kind = StateKind.Nodes) => folder.Read(kind, content => content.ToArray());

    private static bool Write(StateFolder folder, byte[] content, StateKind kind = StateKind.Nodes) => folder.Write(folder.Prepare(kind, content));

    // The reason that was given.
    private string AssertPutAside(StateFolder folder, byte[] file)
    {
        var before = _counters.Snapshot.SetAside;
        var path = folder.FileOf(StateKind.Nodes).Path;
        File.WriteAllBytes(path, file);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Null(Read(folder));
        Assert.False(File.Exists(path));
        Assert.Equal(before + 1, _counters.Snapshot.SetAside);
        return Assert.Single(folder.TakeTroubles());
    }
}
