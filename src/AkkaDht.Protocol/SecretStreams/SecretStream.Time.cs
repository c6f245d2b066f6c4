namespace AkkaDht.Protocol.SecretStreams;

// Keep-alives and the time limit (06-noise-secret-stream.md C2).
public sealed partial class SecretStream
{
    private TimeSpan _keepAlive;
    private Instant _keepAliveAt;
    private bool _isKeepAliveDue;
    private bool _swallowsEmptyMessages;
    private TimeSpan _timeout;
    private Instant _timeoutAt;

    /// <summary>When <see cref="HandleTimeout"/> is due.</summary>
    public Instant NextDeadline => Failure is null ? Instant.Min(_keepAliveAt, _timeoutAt) : Instant.Never;

    /// <summary>Time has passed: call it at <see cref="NextDeadline"/>; too early does no harm.</summary>
    public void HandleTimeout(Instant now)
    {
        if (Failure is not null) return;

        if (now >= _keepAliveAt)
        {
            RestartKeepAlive(now);
            _isKeepAliveDue = true;
        }

        if (now >= _timeoutAt) Fail(SecretStreamError.TimedOut);
    }

    /// <summary>
    /// Sends an empty message after each <paramref name="interval"/> without a write; zero for never, as when writing has ended. Once
    /// it was asked for, empty messages of the peer are taken for its keep-alives and swallowed, and remain so (6.9.2: sticky).
    /// </summary>
    public void SetKeepAlive(Instant now, TimeSpan interval)
    {
        _keepAlive = interval;
        _swallowsEmptyMessages |= interval > TimeSpan.Zero;
        RestartKeepAlive(now);
    }

    /// <summary>Has an empty message sent with the next control frames, whether or not its time has come.</summary>
    public void SendKeepAlive() => _isKeepAliveDue = true;

    /// <summary>Fails after <paramref name="interval"/> without a byte from the peer; zero for never.</summary>
    public void SetTimeout(Instant now, TimeSpan interval)
    {
        _timeout = interval;
        RestartTimeout(now);
    }

    // Any write says that we are alive; an empty message that waits to be taken is not needed then.
    private void RestartKeepAlive(Instant now)
    {
        _keepAliveAt = After(now, _keepAlive);
        _isKeepAliveDue = false;
    }

    private void RestartTimeout(Instant now) => _timeoutAt = After(now, _timeout);

    private static Instant After(Instant now, TimeSpan interval) => interval > TimeSpan.Zero ? now + interval : Instant.Never;
}
