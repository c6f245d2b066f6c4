using Akka.Actor;
using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Announcing;
using AkkaDht.Queries;
using AkkaDht.Requests;
using AkkaDht.Supervision;
using static AkkaDht.Servers.ServerMessages;

namespace AkkaDht.Servers;

/// <summary>Keeps one server announced: drives an <see cref="Announcer"/>, and publishes for the server's sessions where that is.</summary>
internal sealed class AnnouncerActor : UntypedActor
{
    private readonly NodeParts _parts;
    private readonly ServerDesk _desk;
    private readonly Announcer _announcer;
    private readonly Wakeup _wakeup;
    private readonly Walker _walker;
    private readonly long _session = OwnSessions.Next();

    public AnnouncerActor(NodeParts parts, ServerDesk desk)
    {
        _parts = parts;
        _desk = desk;
        _announcer = new Announcer(parts.Settings.Servers.Announcer, parts.Crypto, desk.KeyPair);
        _wakeup = new Wakeup(Context.System.Scheduler, Self, parts.Clock);
        _walker = new Walker(parts.Queries, Self);
    }

    private Instant Now => _parts.Clock.Now;

    // One that has failed while it took leave has forgotten where: those announcements end by their age.
    protected override void PreStart()
    {
        ReadNetwork();
        switch (_desk.Wish)
        {
            case ServerWish.Running: _announcer.HandleStart(Now); break;
            case ServerWish.Suspended: _announcer.HandleSuspend(Now); break;
            default: _announcer.HandleClose(Now); break;
        }

        Drain();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RequestMessages.Finished finished: _announcer.HandleReply(Now, finished.Tag, finished.Reply); break;
            case QueryMessages.Started started: _walker.Started(started.Query); break;
            case QueryMessages.Progressed: _walker.TakesProgress(Sender); break;
            case QueryMessages.Finished finished: if (_walker.TakesEnd(Sender)) _announcer.HandleWalked(Now, finished.ClosestReplies); break;
            case Wakeup.Message: WokenUp(); break;
            case NetworkUpdated: ReadNetwork(); break;
            case Refresh _: _announcer.HandleRefresh(Now); break;
            case Suspend _: _announcer.HandleSuspend(Now); break;
            case Resume _: _announcer.HandleResume(Now); break;
            case Close _: _announcer.HandleClose(Now); break;
            default: Unhandled(message); return;
        }

        Drain();
    }

    protected override void PostStop()
    {
        _wakeup.Cancel();
        _walker.Stop();
        _parts.Requests.Tell(new RequestMessages.Cancel(_session));
        _desk.Relays = RelayView.None;
    }

    private void WokenUp()
    {
        _wakeup.Fired();
        ReadNetwork();
        _announcer.HandleTimeout(Now);
    }

    private void ReadNetwork()
    {
        var view = _parts.View;
        _announcer.HandleNetwork(Now, view.IsOnline, view.Identity.IsFirewalled ? null : view.RemoteAddress);
    }

    // What was announced is published before anybody is told.
    private void Drain()
    {
        while (_announcer.TryTakeOutput(out var output)) Act(output);
        _desk.Relays = RelayView.Of(_announcer);
        _wakeup.Set(_announcer.NextDeadline);
    }

    private void Act(AnnouncerOutput output)
    {
        switch (output)
        {
            case AnnouncerOutput.Walk walk: Walk(walk); break;
            case AnnouncerOutput.StopWalking: StopWalking(); break;
            case AnnouncerOutput.Ask ask: _parts.Requests.Tell(new RequestMessages.Send(ask.Spec with { Session = _session }, ask.Tag)); break;
            case AnnouncerOutput.Announced: HasAnnounced(); break;
            case AnnouncerOutput.Left: Context.Parent.Tell(HasLeft.Instance); break;
            default: Invariant.That(false, $"Every output of an announcer is acted upon, also {output.GetType().Name}."); break;
        }
    }

    private void HasAnnounced()
    {
        _desk.Relays = RelayView.Of(_announcer);
        Context.Parent.Tell(ServerMessages.HasAnnounced.Instance);
    }

    // Only the closest replies matter, which come with the end.
    private void Walk(AnnouncerOutput.Walk walk) =>
        _walker.Start(new QueryPlan(_desk.Target, PeerCommands.FindPeer) { Seeds = walk.Seeds }, static _ => null);

    private void StopWalking()
    {
        _walker.Stop();
        _announcer.HandleWalked(Now, []);
    }
}
