using System.Text;
using AkkaDht.Protocol.Protomux;

namespace AkkaDht.Protocol.Tests.Protomux;

/// <summary>Two muxers and the frames between them, which arrive when the test says so.</summary>
internal sealed class MuxPair(MuxSettings? settings = null)
{
    public MuxEnd A { get; } = new(settings ?? MuxSettings.Default);

    public MuxEnd B { get; } = new(settings ?? MuxSettings.Default);

    /// <summary>Delivers frames until neither side has anything to say.</summary>
    public void Deliver()
    {
        while (Deliver(A, B) | Deliver(B, A)) { }
    }

    /// <summary>Delivers what one side has to say at the moment; true when that was anything.</summary>
    public static bool Deliver(MuxEnd from, MuxEnd to)
    {
        from.TakeEvents();
        var frames = from.TakeFrames();
        foreach (var frame in frames) to.Handle(frame);
        return frames.Count > 0;
    }

    /// <summary>A channel of the same protocol on both sides, open, with nothing left to be delivered or looked at.</summary>
    public (MuxChannel OfA, MuxChannel OfB) Open(string protocol)
    {
        var channels = (A.Open(protocol), B.Open(protocol));
        Deliver();
        A.Log.Clear();
        B.Log.Clear();
        return channels;
    }
}

/// <summary>One side: a muxer, what happened to it in short sentences, and what it does about it.</summary>
internal sealed class MuxEnd(MuxSettings settings)
{
    public Mux Mux { get; } = new(settings);

    /// <summary>What happened, such as <c>got proto 0 hello</c>.</summary>
    public List<string> Log { get; } = [];

    public List<ChannelRequest> Requests { get; } = [];

    /// <summary>What is done about an event while it is taken; requests are rejected unless somebody else decides.</summary>
    public Action<MuxEvent>? On { get; set; }

    public MuxChannel Open(string protocol, string handshake = "", string id = "")
    {
        Assert.True(Mux.TryOpen(new ChannelSpec(protocol, Encoding.UTF8.GetBytes(id)) { Handshake = Encoding.UTF8.GetBytes(handshake), IsUnique = false }, out var channel));
        return channel;
    }

    public void Handle(ReadOnlyMemory<byte> frame)
    {
        Mux.HandleFrame(frame);
        TakeEvents();
    }

    public void TakeEvents()
    {
        while (Mux.TryTakeEvent(out var happened))
        {
            Log.Add(Sentence(happened));
            if (happened.Request is { } request) Requests.Add(request);
            if (On is not null) On(happened);
            else if (happened.Request is { } unwanted) Mux.Reject(unwanted);
        }
    }

    public List<byte[]> TakeFrames()
    {
        var frames = new List<byte[]>();
        while (Mux.TryTakeFrame(out var frame)) frames.Add(frame.ToArray());
        return frames;
    }

    private static string Sentence(in MuxEvent happened) => happened.Kind switch
    {
        MuxEventKind.Requested => $"asked {happened.Request!.Protocol}",
        MuxEventKind.Opened => $"open {happened.Channel!.Spec.Protocol} {Text(happened.Bytes)}".TrimEnd(),
        MuxEventKind.Received => $"got {happened.Channel!.Spec.Protocol} {happened.Type} {Text(happened.Bytes)}".TrimEnd(),
        MuxEventKind.Closed => $"close {happened.Channel!.Spec.Protocol} {(happened.IsRemote ? "remote" : "own")}",
        _ => "drained",
    };

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
