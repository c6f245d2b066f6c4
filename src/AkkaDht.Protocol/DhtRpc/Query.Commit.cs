namespace AkkaDht.Protocol.DhtRpc;

/// <content>What happens at the closest nodes once the walk is over.</content>
public sealed partial class Query
{
    private readonly Queue<int> _commits = [];

    // One bit for each of the at most twenty commits.
    private uint _unsettled;
    private int _committed;

    /// <summary>Hands out the next commit; its number comes back with <see cref="HandleCommitSettled"/>.</summary>
    public bool TryTakeCommit(out CommitRequest commit)
    {
        var isReady = _commits.TryDequeue(out var number);
        commit = isReady ? new CommitRequest(number, _closest.Items[number]) : default;
        return isReady;
    }

    /// <summary>Takes how a commit ended: <paramref name="failure"/> is null when it succeeded. One success makes the query one.</summary>
    public void HandleCommitSettled(int commit, Exception? failure)
    {
        var bit = (uint)commit < QueryPlan.ClosestCount ? 1u << commit : 0;
        if (_phase != Phase.Committing || (_unsettled & bit) == 0) return;

        _unsettled &= ~bit;
        if (failure is null) _committed++;
        else LastCommitError = failure;

        if (_unsettled == 0) Finish(_committed > 0 ? QueryOutcome.Completed : QueryOutcome.CommitFailed);
    }

    private void EndWalk()
    {
        if (_plan.Commit == CommitMode.None) Finish(QueryOutcome.Completed);
        else if (_closest.Count == 0) Finish(QueryOutcome.TooFewNodes);
        else BeginCommits();
    }

    private void BeginCommits()
    {
        _phase = Phase.Committing;
        _unsettled = (1u << _closest.Count) - 1;
        for (var i = 0; i < _closest.Count; i++) BeginCommit(i);
    }

    private void BeginCommit(int number)
    {
        var lacksToken = _plan.Commit == CommitMode.Automatic && _closest.Items[number].Token is null;
        if (lacksToken) HandleCommitSettled(number, new NoTokenException());
        else _commits.Enqueue(number);
    }
}
