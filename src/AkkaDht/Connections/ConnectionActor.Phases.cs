using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Connections;

/// <summary>From an id to a connection, to its end, and to the next attempt of a lasting one.</summary>
internal sealed partial class ConnectionActor
{
    private void Reserve()
    {
        var max = Settings.MaxWaitingPackets;
        _entry = Spec.LocalId is { } id ? _parts.Streams.Add(id.Value, Self, max) : _parts.Streams.Add(_random, Self, max);
        if (_entry is null)
        {
            Finish(new EndReason(Spec.LocalId is null ? EndKind.RefusedByLimit : EndKind.IdTaken));
            return;
        }

        // Who looks for the peer keeps the time.
        Enter(Reserved, Spec.Peer is null && Spec.Guide is null ? Now + Settings.OpenTimeout : Instant.Never);
        if (Spec is { Route: { } route, Keys: { IsSpent: false } keys }) Self.Tell(new Connect(route, keys));
        _room = Spec.ReadAheadBytes ?? Settings.ReadAheadBytes;
        TellPoolOfBeginning();
        if (!Spec.IsIncoming) TellOpening();
        BeginGuidance();
    }

    private void TellOpening()
    {
        _hasToldOpening = true;
        Owner.Tell(new Opening(Self, new StreamId(_entry!.Id), (int)_room));
    }

    private void Begin(StreamRoute route, KeyAgreement keys)
    {
        var now = Now;
        var secret = keys.Begin(now, _parts.Crypto, _random, new SecretStreamSettings
        {
            MaxFrameBytes = Settings.MaxFrameBytes,
            KeepAlive = Spec.KeepAlive ?? Settings.KeepAlive,
            Timeout = Spec.Timeout,
        });
        if (Spec.IsIncoming) TellOpening();
        if (_phaseEndsAt == Instant.Never) _phaseEndsAt = now + Settings.OpenTimeout;
        _stream = new EncryptedStream(new StreamId(_entry!.Id), UdxSettings.Default with { ReceiveWindowBytes = Settings.ReceiveWindowBytes }, secret);
        Become(Connected);

        if (route.Address is not null) Use(route.Socket);
        if (route.Address is { } address) _stream.Connect(now, new StreamPath(route.Socket, address, route.RemoteId, route.LinkMtu));
        else _stream.Accept(route.RemoteId, route.LinkMtu);
        HandleKept();
        Drain();
    }

    // True when something has happened that may have brought forth more.
    private bool TellEvents(Instant now)
    {
        var hasHappened = false;
        while (_stream?.TryTakeEvent(out var happened) == true)
        {
            hasHappened = true;
            switch (happened)
            {
                case EncryptedStreamEvent.Opened: HasOpened(now); TellMessages(now); break;
                case EncryptedStreamEvent.Writable or EncryptedStreamEvent.Flushed: break;
                case EncryptedStreamEvent.RemoteChanged: PathHasChanged(); break;
                case EncryptedStreamEvent.RemoteEnded: Owner.Tell(RemoteEnded.Instance); break;
                default: Finish(_stream.End!.Value); return false;
            }
        }

        return hasHappened;
    }

    private void HasOpened(Instant now)
    {
        _openedAt = now;
        if (!_isClosing) _phaseEndsAt = Instant.Never;
        _guide?.Tell(ConnectionMessages.HasOpened.Instance);
        TellPoolOfOpening(_stream!.Secret.RemoteKey);
        Owner.Tell(new Opened(Self, _stream.Secret.RemoteKey, _stream.Secret.Hash.ToArray()));
    }

    private void AbortFor(EndKind kind)
    {
        _memory.IsUnwanted = true;
        _stream!.Abort(Now, new EndReason(kind));
    }

    private void EndUnopened(EndKind kind)
    {
        _memory.IsUnwanted |= kind is EndKind.Aborted or EndKind.OwnerGone;
        Finish(new EndReason(kind));
    }

    private void RestOrEndWithNode(EndReason reason)
    {
        if (reason.Kind == EndKind.NodeEnded)
        {
            EndWithNode(reason);
            return;
        }

        _phaseEndsAt = Instant.Never;
        Context.Parent.Tell(Ended.Instance);
    }

    // Suspended with the node, a lasting connection comes back with it.
    private void EndWithNode(EndReason reason)
    {
        _memory.IsUnwanted |= reason.Kind == EndKind.NodeEnded;
        if (_stream is not null)
        {
            _stream.Abort(Now, reason);
            Drain();
        }
        else
        {
            Finish(reason);
        }

        Context.Parent.Tell(Ended.Instance);
    }

    private void Finish(EndReason reason)
    {
        Release(reason);
        if (Spec.IsLasting && !_memory.IsUnwanted)
        {
            Rest(reason);
            return;
        }

        SayGoodbye(reason);
        Context.Stop(Self);
    }

    // The peer is told, if it does not know; what waits for the connection waits no more.
    private void Release(EndReason reason)
    {
        LeavePool();
        if (_stream is { } stream)
        {
            stream.Abort(Now, reason);
            Transmit(Now);
            while (stream.TryTakeMessage(Now, out var unread)) unread.Return();
        }

        if (_openedAt != Instant.Never && Now - _openedAt > Pause(_memory.Attempts)) _memory.Attempts = 0;
        if (_entry is not null) _parts.Streams.Remove(_entry);
        EndGuidance();
        (_entry, _stream, _openedAt, _room, _isTransmitting) = (null, null, Instant.Never, 0, false);
        FailWaiting();
    }

    private void Rest(EndReason reason)
    {
        _memory.HasFailed = false;
        var pause = Pause(++_memory.Attempts) * (1 + (_random.Next((Settings.RestartJitterPercent * 100) + 1) / 10_000.0));
        _memory.Restarts++;
        _parts.ConnectionCounters.CountRestart();
        Enter(Resting, reason.Kind == EndKind.NodeSuspended ? Instant.Never : Now + pause);
        Owner.Tell(new Reconnecting(_memory.Attempts, pause, reason) { Failure = _failure });
    }

    private TimeSpan Pause(int attempts)
    {
        var pause = Settings.MinRestartDelay * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30));
        return pause < Settings.MaxRestartDelay ? pause : Settings.MaxRestartDelay;
    }

    private void Enter(UntypedReceive phase, Instant endsAt)
    {
        Become(phase);
        _phaseEndsAt = endsAt;
        _wakeup.Set(endsAt);
    }

    private void SayGoodbye(EndReason reason)
    {
        if (_hasSaidGoodbye) return;

        _hasSaidGoodbye = true;
        if (Spec.IsIncoming && !_hasToldOpening) return;

        Owner.Tell(new Closed(reason) { Failure = _failure });
    }
}
