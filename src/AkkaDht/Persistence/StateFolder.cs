using System.Security;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Persistence;

/// <summary>
/// The folder in which a node keeps its state, one file of each kind, for its owner's eyes only. Nothing that is wrong with it
/// stops a node: what cannot be read counts as absent, what is corrupt is put aside, what cannot be written is counted, and the
/// reason is among the <see cref="TakeTroubles"/>.
/// </summary>
/// <remarks>Files are written by one thread at a time; of two contents the one prepared later stays.</remarks>
internal sealed class StateFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string LockName = "lock";

    private readonly Lock _gate = new();
    private readonly ICryptoSuite _crypto;
    private readonly StateCounters _counters;
    private readonly string _path;
    private readonly List<string> _troubles = [];
    private readonly HashSet<StateKind> _unreadable = [];
    private readonly Dictionary<StateKind, long> _written = [];
    private FileStream? _lock;
    private long _prepared;

    public StateFolder(string path, ICryptoSuite crypto, StateCounters counters)
    {
        _path = path;
        _crypto = crypto;
        _counters = counters;
        Try("cannot be used, so that nothing is kept", Open);
    }

    /// <summary>Whether the folder is there and this node's: otherwise nothing is read from it and nothing written to it.</summary>
    public bool IsOpen => _lock is not null;

    /// <summary>What went wrong since this was last asked, in sentences.</summary>
    public IReadOnlyList<string> TakeTroubles()
    {
        lock (_gate)
        {
            string[] troubles = [.. _troubles];
            _troubles.Clear();
            return troubles;
        }
    }

    /// <summary>
    /// Reads what <paramref name="decode"/> makes of a file's content, null when it is absent or not believed; what
    /// <paramref name="decode"/> answers with null to is not believed either.
    /// </summary>
    public T? Read<T>(StateKind kind, Decoder<T> decode) where T : class
    {
        lock (_gate)
        {
            T? value = null;
            if (IsOpen && !Try($"has '{kind.FileName()}', which cannot be read and is left as it is", () => value = ReadFile(kind, decode))) _unreadable.Add(kind);
            return value;
        }
    }

    /// <summary>A content to be written, which overtakes all that were prepared before it.</summary>
    public StateSave Prepare(StateKind kind, ReadOnlyMemory<byte> content) => new(kind, Interlocked.Increment(ref _prepared), content);

    /// <summary>Replaces the content of a file, unless one prepared later is there already; false when that did not work.</summary>
    public bool Write(StateSave save)
    {
        lock (_gate)
        {
            // What could not be read may be worth more than what there is now, above all a seed.
            if (!IsOpen || _unreadable.Contains(save.Kind)) return false;
            if (save.Number <= _written.GetValueOrDefault(save.Kind)) return true;
            if (!Try($"takes no '{save.Kind.FileName()}'", () => Replace(save))) return false;

            _written[save.Kind] = save.Number;
            _counters.CountSaved();
            return true;
        }
    }

    /// <summary>Leaves the folder to other nodes.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _lock?.Dispose();
            _lock = null;
        }
    }

    internal StateFile FileOf(StateKind kind) => new(Path.Combine(_path, kind.FileName()));

    // Two nodes with one key pair would be one peer in two places; the system lets go of the lock when a process dies.
    private void Open()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_path);
        else Directory.CreateDirectory(_path, OwnerOnly);
        _lock = new FileStream(Path.Combine(_path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    private T? ReadFile<T>(StateKind kind, Decoder<T> decode) where T : class
    {
        var file = FileOf(kind);
        if (file.Read(kind.MaxFileBytes()) is not { } bytes) return null;
        if (file.RestrictToOwner()) _troubles.Add($"'{file.Path}' was not for its owner alone; now it is.");

        var fault = bytes.Length > kind.MaxFileBytes() ? StateFault.TooLarge : StateEnvelope.TryUnwrap(_crypto, kind, bytes, out _);
        if (fault == StateFault.None)
        {
            StateEnvelope.TryUnwrap(_crypto, kind, bytes, out var content);
            if (decode(content) is { } value) return value;
            fault = StateFault.Senseless;
        }

        _counters.CountSetAside();
        _troubles.Add($"'{file.Path}' is not believed ({fault}) and was put aside as '{file.SetAside()}'.");
        return null;
    }

    private void Replace(StateSave save) => FileOf(save.Kind).Replace(StateEnvelope.Wrap(_crypto, save.Kind, save.Content.Span));

    private bool Try(string consequence, Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException)
        {
            _counters.CountFailed();
            _troubles.Add($"The folder '{_path}' {consequence}: {failure.Message}");
            return false;
        }
    }

    /// <summary>Makes a value of the content of a file; null for what makes no sense.</summary>
    public delegate T? Decoder<out T>(ReadOnlySpan<byte> content) where T : class;
}

/// <summary>A content on its way to a file.</summary>
/// <param name="Kind">Which file.</param>
/// <param name="Number">Ascending in the order in which contents were prepared.</param>
/// <param name="Content">The content, which nobody writes to any more.</param>
internal readonly record struct StateSave(StateKind Kind, long Number, ReadOnlyMemory<byte> Content);
