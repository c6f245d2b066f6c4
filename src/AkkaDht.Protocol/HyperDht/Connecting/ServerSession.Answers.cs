namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <content>The answer to the handshake, the same bytes for each copy that comes by whatever node (03-hyperdht.md §9.2).</content>
public sealed partial class ServerSession
{
    // Copies that came before the answer was there; no more than MaxWaitingRequests.
    private readonly Queue<long> _waiting = new();
    private byte[]? _answer;
    private bool _answersFromPuncher;

    /// <summary>A request brought the message, for the first time or again; it is answered or ignored by an action, once it is known how.</summary>
    /// <param name="now">The time.</param>
    /// <param name="request">Names the request in the action; any number that its owner likes.</param>
    public void HandleHandshake(Instant now, long request)
    {
        if (IsOver)
        {
            Want(new PeerAction.Ignore(request));
        }
        else if (IsAnswerReady)
        {
            Counts.Handshakes++;
            Answer(request);
        }
        else if (_waiting.Count < Settings.MaxWaitingRequests)
        {
            Counts.Handshakes++;
            _waiting.Enqueue(request);
        }
        else
        {
            Counts.RefusedByBound++;
            Want(new PeerAction.Ignore(request));
        }
    }

    private bool IsAnswerReady => _answer is not null && !(_answersFromPuncher && IsPunching && Puncher.Socket is null);

    private protected override void SocketOpened(Instant now)
    {
        AnswerWaiting();
        AnswerRounds(now);
    }

    private void AnswerWaiting()
    {
        while (IsAnswerReady && _waiting.TryDequeue(out var request)) Answer(request);
    }

    // Without a puncher any more, the usual socket serves.
    private void Answer(long request) =>
        Want(new PeerAction.AnswerHandshake(request, _answer, _answersFromPuncher && IsPunching ? Puncher.Socket : null));

    private void IgnoreWaiting()
    {
        while (_waiting.TryDequeue(out var request)) Want(new PeerAction.Ignore(request));
        IgnoreRounds();
    }
}
