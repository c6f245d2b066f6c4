namespace AkkaDht.Sockets;

/// <summary>Counts of the datagrams of one socket. Written by its actor alone, read by anybody.</summary>
internal sealed class SocketCounters
{
    private long _received;
    private long _sent;
    private long _oversized;
    private long _unsent;
    private long _pauses;

    public SocketStats Snapshot => new(
        Volatile.Read(ref _received), Volatile.Read(ref _sent), Volatile.Read(ref _oversized), Volatile.Read(ref _unsent), Volatile.Read(ref _pauses));

    public void CountReceived(int received, int dropped)
    {
        Volatile.Write(ref _received, _received + received);
        if (dropped > 0) Volatile.Write(ref _oversized, _oversized + dropped);
    }

    public void CountPause() => Volatile.Write(ref _pauses, _pauses + 1);

    public void CountSent(int sent, int dropped)
    {
        Volatile.Write(ref _sent, _sent + sent);
        if (dropped > 0) Volatile.Write(ref _unsent, _unsent + dropped);
    }
}

/// <summary>Datagrams of one socket since the node started.</summary>
/// <param name="Received">Taken from the system.</param>
/// <param name="Sent">Given to the system.</param>
/// <param name="Oversized">Dropped because they were longer than any peer's.</param>
/// <param name="Unsent">Not taken by the system, or given to a socket that was being bound again.</param>
/// <param name="Pauses">Times that it was left unread because <see cref="SocketSettings.MaxWaitingBatches"/> were waiting to be handled.</param>
public readonly record struct SocketStats(long Received, long Sent, long Oversized, long Unsent, long Pauses);
