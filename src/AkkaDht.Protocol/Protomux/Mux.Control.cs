using System.Text;
using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.Protomux;

/// <summary>
/// Control messages are read here.
/// <code>
/// 1 open     uint sender's id | string protocol | buffer id | handshake
/// 2 reject   uint the id in the open that is answered
/// 3 close    uint sender's id
/// </code>
/// </summary>
public sealed partial class Mux
{
    private const ulong BatchType = 0;
    private const ulong OpenType = 1;
    private const ulong RejectType = 2;
    private const ulong CloseType = 3;

    private long _opensRefused;

    private void ReadControl(ulong type, int start, int end)
    {
        var body = _frame.Span[start..end];
        switch (type)
        {
            case BatchType: BeginBatch(start, end); break;
            case OpenType: ReadOpen(body); break;
            case RejectType: ReadReject(body); break;
            case CloseType: ReadClose(body); break;
            default: break;
        }
    }

    private void ReadOpen(ReadOnlySpan<byte> body)
    {
        var reader = new CompactReader(body);
        if (!reader.TryReadUInt(out var remoteId) || !reader.TryReadBuffer(out var protocol) || !reader.TryReadBuffer(out var id))
        {
            Fail(MuxError.Malformed);
            return;
        }

        var handshake = reader.ReadRaw();
        if (remoteId == 0) Fail(MuxError.ControlChannelOpened);
        else if (!IsNextOrFree(remoteId)) Fail(MuxError.InvalidOpen);
        else if (protocol.Length > _settings.MaxProtocolBytes || id.Length > _settings.MaxIdBytes) Refuse(remoteId);
        else HandleOpen(remoteId, Encoding.UTF8.GetString(protocol), id.ToArray(), handshake);
    }

    // A peer may use one number more than it ever has, or one that is free.
    private bool IsNextOrFree(ulong remoteId)
    {
        if (remoteId > _highestRemoteId + 1) return false;

        _highestRemoteId = Math.Max(_highestRemoteId, remoteId);
        if (remoteId > (ulong)_settings.MaxChannels) return true;

        if (remoteId > (ulong)_remote.Count) _remote.Add(default);
        return _remote[(int)remoteId - 1] == default;
    }

    private void HandleOpen(ulong remoteId, string protocol, byte[] id, ReadOnlySpan<byte> handshake)
    {
        var key = new ChannelKey(protocol, id);
        if (_meetings.TryGetValue(key, out var meeting) && meeting.Waiting is [var channel, ..])
        {
            meeting.Waiting.RemoveAt(0);
            HandleAnswer(channel, remoteId, handshake);
            return;
        }

        if (remoteId > (ulong)_settings.MaxChannels || _requests >= _settings.MaxRequests || handshake.Length > _settings.MaxHandshakeBytes)
        {
            Refuse(remoteId);
            return;
        }

        meeting ??= MeetingOf(key);
        var request = new ChannelRequest(remoteId, protocol, id, handshake.ToArray(), meeting);
        meeting.Requests.Add(request);
        _requests++;
        _remote[(int)remoteId - 1] = new RemoteEnd(null, request);
        _events.Enqueue(new MuxEvent(MuxEventKind.Requested, Request: request));
    }

    private void HandleAnswer(MuxChannel channel, ulong remoteId, ReadOnlySpan<byte> handshake)
    {
        if (channel.IsClosed)
        {
            // Its close is on the way already; what comes for it means nothing.
            GiveBackId(channel);
            RemoveIfIdle(channel.Meeting);
        }
        else if (remoteId > (ulong)_settings.MaxChannels) Fail(MuxError.TooManyChannels);
        else if (handshake.Length > _settings.MaxHandshakeBytes) Fail(MuxError.HandshakeTooLong);
        else Pair(channel, remoteId, handshake.ToArray());
    }

    private void Refuse(ulong remoteId)
    {
        _opensRefused++;
        WriteReject(remoteId);
    }

    private void ReadReject(ReadOnlySpan<byte> body)
    {
        var reader = new CompactReader(body);
        if (!reader.TryReadUInt(out var localId))
        {
            Fail(MuxError.Malformed);
            return;
        }

        var channel = localId > 0 && localId <= (ulong)_local.Count ? _local[(int)localId - 1] : null;
        if (channel is null || !channel.Meeting.Waiting.Remove(channel))
        {
            Fail(MuxError.InvalidReject);
            return;
        }

        GiveBackId(channel);
        if (!channel.IsClosed) Close(channel, isRemote: true);
        else RemoveIfIdle(channel.Meeting);
    }

    private void ReadClose(ReadOnlySpan<byte> body)
    {
        var reader = new CompactReader(body);
        if (!reader.TryReadUInt(out var remoteId))
        {
            Fail(MuxError.Malformed);
            return;
        }

        if (remoteId == 0 || remoteId > (ulong)_remote.Count) return;

        var (channel, request) = _remote[(int)remoteId - 1];
        if (channel is not null) Close(channel, isRemote: true);

        // The reference would pair a late answer with the closed channel; a reject gives the peer its number back.
        if (request is not null) Reject(request);
    }
}
