using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Records;
using AkkaDht.Requests;
using AkkaDht.Supervision;
using static AkkaDht.Servers.ServerMessages;

namespace AkkaDht.Servers;

/// <summary>
/// One server: a key pair that the node listens on. Each handshake has a session, which copies of it find again; a new one is let in by
/// the node's <see cref="HandshakeAdmission"/> before anything is done about it. Its announcer is its first child.
/// </summary>
internal sealed class ServerActor : UntypedActor
{
    private readonly NodeParts _parts;
    private readonly ServerDesk _desk;
    private readonly KnownHandshakes _known;
    private readonly Dictionary<int, Session> _sessions = [];
    private readonly Dictionary<IActorRef, Session> _byActor = [];
    private readonly Queue<Session> _settled = [];
    private IActorRef _announcer = ActorRefs.Nobody;
    private long _lastSession;

    public ServerActor(NodeParts parts, ServerDesk desk)
    {
        _parts = parts;
        _desk = desk;
        _known = new KnownHandshakes(desk.Spec.HandshakeClearWait ?? parts.Settings.Connecting.ClearWait, parts.Settings.Servers.MaxRefused);
    }

    private Instant Now => _parts.Clock.Now;

    protected override SupervisorStrategy SupervisorStrategy() =>
        // Half a session is worth nothing: its client tries again. An announcer is made anew, and begins with a round.
        new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        Context.Watch(_desk.Owner);
        CreateAnnouncer();
        if (_desk.Wish != ServerWish.Closed) Register();
    }

    // Whoever was let in has a connection, which is not the server's any more; the others find no session and try again.
    protected override void PostStop()
    {
        Unregister();
        foreach (var session in _byActor.Values) Settle(session);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RecordMessages.Handshake handshake: Handshake(handshake); break;
            case RecordMessages.Holepunch holepunch: Holepunch(holepunch); break;
            case Settled settled: HasSettled(Sender); break;
            case Refused refused: HasRefused(refused.Handshake); break;
            case HasAnnounced _: HasAnnounced(); break;
            case GetRelays: Sender.Tell(new Relays(_desk.Relays.Nodes, _desk.Relays.Addresses)); break;
            case Refresh _ or NetworkUpdated: _announcer.Forward(message); break;
            case Suspend _: Suspend(); break;
            case Resume _: Resume(); break;
            case Close _ or CloseAll: Close(); break;
            case HasLeft: Left(); break;
            case Terminated terminated: Terminated(terminated.ActorRef); break;
            default: Unhandled(message); break;
        }
    }

    private void CreateAnnouncer() =>
        _announcer = Context.Watch(Context.ActorOf(Props.Create(() => new AnnouncerActor(_parts, _desk)), "announcer"));

    private void Register() =>
        _parts.Records.Tell(new RecordMessages.Register(_desk.Target, Self, new PeerRecord(_desk.KeyPair.PublicKey, [])));

    private void Unregister() => _parts.Records.Tell(new RecordMessages.Unregister(_desk.Target, Self));

    // Copies first, so that a client who comes through several relays pays once; then the bounds; then the work.
    private void Handshake(RecordMessages.Handshake handshake)
    {
        var name = NameOf(handshake.Message);
        if (_desk.Wish != ServerWish.Running) Ignore(handshake);
        else if (_known.TryGetSession(name, out var number)) _sessions[number].Actor.Forward(handshake);
        else if (_known.IsRefused(Now, name)) Ignore(handshake);
        else if (_parts.Admission.TryAdmit(Now, _desk.Target, AccountOf(handshake))) Begin(name, handshake);
        else Ignore(handshake);
    }

    // The name of a handshake is the hash of its first message, so that strangers do not decide how long it is.
    private NodeId NameOf(HandshakeMessage message)
    {
        Span<byte> hash = stackalloc byte[NodeId.Length];
        _parts.Crypto.Blake2b256(message.Noise.Span, hash);
        return NodeId.Read(hash);
    }

    // A relay of ours is believed whom it speaks for; anybody else could name any address, and is accounted for himself.
    private PeerAddress AccountOf(RecordMessages.Handshake handshake) =>
        handshake.Message.Peer is { } peer && _desk.Relays.Contains(handshake.Request.From) ? peer : handshake.Request.From;

    private void Begin(NodeId name, RecordMessages.Handshake handshake)
    {
        var number = _known.Begin(name);
        var props = Props.Create(() => new SessionActor(_parts, _desk, name, (ulong)number, handshake));
        var session = new Session(name, number, AccountOf(handshake), Context.Watch(Context.ActorOf(props, $"h-{++_lastSession}")));
        _sessions.Add(number, session);
        _byActor.Add(session.Actor, session);
    }

    private void Holepunch(RecordMessages.Holepunch holepunch)
    {
        var id = holepunch.Message.Id;
        if (_desk.Wish == ServerWish.Running && id <= int.MaxValue && _sessions.TryGetValue((int)id, out var session)) session.Actor.Forward(holepunch);
        else _parts.Requests.Tell(new RequestMessages.Ignore(holepunch.Request));
    }

    private void Ignore(RecordMessages.Handshake handshake) => _parts.Requests.Tell(new RequestMessages.Ignore(handshake.Request));

    // Such a session only waits for copies that come late; when too many do, the one that has waited longest need not.
    private void HasSettled(IActorRef actor)
    {
        if (!_byActor.TryGetValue(actor, out var session) || session.IsSettled) return;

        Settle(session);
        _settled.Enqueue(session);
        while (_settled.Count > _parts.Settings.Servers.MaxSettled) Context.Stop(_settled.Dequeue().Actor);
    }

    private void Settle(Session session)
    {
        if (session.IsSettled) return;

        session.IsSettled = true;
        _parts.Admission.HandleEnded(_desk.Target, session.Account);
    }

    private void HasRefused(NodeId handshake)
    {
        if (_byActor.TryGetValue(Sender, out var session)) Forget(session);
        _known.Refuse(Now, handshake);
    }

    private void Terminated(IActorRef actor)
    {
        if (actor.Equals(_desk.Owner)) Close();
        else if (actor.Equals(_announcer)) CreateAnnouncer();
        else if (_byActor.TryGetValue(actor, out var session)) Forget(session);
    }

    private void Forget(Session session)
    {
        Settle(session);
        _known.End(session.Name);
        _sessions.Remove(session.Number);
        _byActor.Remove(session.Actor);
        while (_settled.TryPeek(out var oldest) && !_byActor.ContainsKey(oldest.Actor)) _settled.Dequeue();
    }

    private void HasAnnounced()
    {
        if (_desk.HasListened || _desk.Wish == ServerWish.Closed) return;

        _desk.HasListened = true;
        _desk.Owner.Tell(new Listening(Self, _desk.KeyPair.PublicKey));
    }

    private void Suspend()
    {
        if (_desk.Wish == ServerWish.Running) _desk.Wish = ServerWish.Suspended;
        EndSessions();
        _announcer.Tell(ServerMessages.Suspend.Instance);
    }

    private void Resume()
    {
        if (_desk.Wish == ServerWish.Suspended) _desk.Wish = ServerWish.Running;
        _announcer.Tell(ServerMessages.Resume.Instance);
    }

    private void Close()
    {
        if (_desk.Wish == ServerWish.Closed) return;

        _desk.Wish = ServerWish.Closed;
        Unregister();
        EndSessions();
        _announcer.Tell(ServerMessages.Close.Instance);
    }

    private void Left()
    {
        Context.Parent.Tell(HasLeft.Instance);
        if (_desk.Wish == ServerWish.Closed) Context.Stop(Self);
    }

    private void EndSessions()
    {
        foreach (var actor in _byActor.Keys) Context.Stop(actor);
    }

    /// <summary>A handshake that is known, and who is accounted for it.</summary>
    private sealed class Session(NodeId name, int number, PeerAddress account, IActorRef actor)
    {
        public NodeId Name => name;

        public int Number => number;

        public PeerAddress Account => account;

        public IActorRef Actor => actor;

        public bool IsSettled { get; set; }
    }
}
