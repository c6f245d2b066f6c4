using System.Text.Json;
using System.Text.RegularExpressions;
using AkkaDht.Protocol.Protomux;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Two muxers that are made to say what two of the reference said, and must say it in the same bytes.</summary>
internal sealed partial class ProtomuxScenario
{
    private static readonly string[] Members = ["name", "note", "channels", "frames", "events", "destroyed", "openFramesOfA", "openFramesOfB"];

    private readonly JsonElement _vector;
    private readonly (string From, byte[] Bytes)[] _frames;
    private readonly Dictionary<string, Side> _sides = new() { ["a"] = new(), ["b"] = new() };

    public ProtomuxScenario(JsonElement vector)
    {
        _vector = vector;
        Assert.All(vector.EnumerateObject(), member => Assert.True(Members.Contains(member.Name), $"nothing handles '{member.Name}'."));
        _frames = [.. vector.GetProperty("frames").EnumerateArray().Select(frame => (frame.GetProperty("from").GetString()!, frame.Hex()))];
        FindAliases();
    }

    public void Replay()
    {
        foreach (var (name, side) in _sides) OpenFirst(side, Other(name), $"openFramesOf{name.ToUpperInvariant()}");
        for (var i = 0; i < _frames.Length; i++) Say(i);
        foreach (var side in _sides.Values) side.ReadAll();

        AssertEvents();
        AssertChannels();
        var destroyed = _vector.Has("destroyed") ? _vector.GetProperty("destroyed").EnumerateArray().Select(side => side.GetString()!) : [];
        Assert.Equal(destroyed.Order(), _sides.Where(side => side.Value.Mux.Failure is not null).Select(side => side.Key));
    }

    private Side Other(string name) => _sides[name == "a" ? "b" : "a"];

    private void Say(int index)
    {
        var (from, bytes) = _frames[index];
        var side = _sides[from];
        var (said, isBatch) = ProtomuxOperation.Read(bytes);
        side.ReadUntil(said);
        if (!side.HasSaid) side.Say(said, isBatch);

        Assert.Equal(Convert.ToHexStringLower(bytes), Convert.ToHexStringLower(side.TakeSaid()));
        Other(from).Inbox.Enqueue(bytes);
    }

    // Channels with consecutive numbers and names, on both sides, before the story begins; it shows some of their frames.
    private void OpenFirst(Side side, Side other, string member)
    {
        if (!_vector.Has(member)) return;

        var shown = _vector.GetProperty(member).EnumerateArray().ToDictionary(frame => frame.IntOf("localId"), frame => frame.Hex());
        var (someId, some) = shown.First();
        var name = NumberedName().Match(ProtomuxOperation.Read(some).Said[0].Opened!.Protocol);
        var offset = int.Parse(name.Groups["number"].Value) - someId;
        for (var id = 1; id <= shown.Keys.Max(); id++)
        {
            var spec = new ChannelSpec($"{name.Groups["name"].Value}{id + offset}");
            side.Open(spec);
            other.Open(spec);
            var (open, answer) = (side.TakeSaid(), other.TakeSaid());
            if (shown.TryGetValue(id, out var expected)) Assert.Equal(Convert.ToHexStringLower(expected), Convert.ToHexStringLower(open));
            side.Inbox.Enqueue(answer);
            other.Inbox.Enqueue(open);
        }

        side.ReadAll();
        other.ReadAll();
    }

    // Of an open that the other side neither rejects nor makes too, it knows the name as an older one.
    private void FindAliases()
    {
        if (!_vector.Name().Contains("alias", StringComparison.Ordinal)) return;

        var said = _frames.SelectMany(frame => ProtomuxOperation.Read(frame.Bytes).Said.Select(said => (frame.From, Said: said))).ToArray();
        foreach (var (from, open) in said.Select(one => (one.From, one.Said.Opened)))
        {
            var answers = said.Where(one => one.From != from).ToArray();
            if (open is null || answers.Any(one => one.Said.Rejected == open.LocalId || one.Said.Opened?.Meets(open) == true)) continue;
            Other(from).Aliases.Add(open.Protocol);
        }
    }

    private void AssertEvents()
    {
        if (!_vector.Has("events")) return;

        var told = _vector.GetProperty("events").EnumerateArray().Select(told => told.GetString()!.Split(' ', 2)).ToLookup(told => told[0], told => told[1]);
        Assert.All(told, side => Assert.True(_sides.ContainsKey(side.Key), $"nobody is called '{side.Key}'."));
        foreach (var (name, side) in _sides)
        {
            // What one side is told to see of a kind is all that it sees of that kind.
            var kinds = told[name].Select(ProtomuxEvents.KindOf).ToHashSet();
            var seen = side.Seen.Where(seen => kinds.Contains(seen.Kind)).ToArray();
            var expected = told[name].Where(sentence => ProtomuxEvents.KindOf(sentence) is not null).ToArray();
            Assert.Equal(expected.Length, seen.Length);
            Assert.All(expected.Zip(seen), pair => Assert.True(ProtomuxEvents.Says(pair.First, pair.Second), $"{name} {pair.First}: {pair.Second}"));
            Assert.True(!told[name].Contains("destroy") || side.Seen.Any(seen => seen.Kind == MuxEventKind.Closed), $"{name} closed nothing");
        }
    }

    private void AssertChannels()
    {
        if (!_vector.Has("channels")) return;

        foreach (var channel in _vector.GetProperty("channels").EnumerateArray())
        {
            var id = channel.Has("id") ? channel.BytesOf("id") : [];
            Assert.All(_sides.Values, side => Assert.Contains(side.Channels, opened =>
                opened.Spec.Protocol == channel.GetProperty("protocol").GetString() && opened.Spec.Id.Span.SequenceEqual(id)));
        }
    }

    [GeneratedRegex("^(?<name>.*?)(?<number>[0-9]+)$")]
    private static partial Regex NumberedName();

    /// <summary>One end, and what waits for it.</summary>
    private sealed class Side
    {
        private readonly Dictionary<ulong, MuxChannel> _channels = [];
        private readonly Dictionary<ulong, ChannelRequest> _requests = [];
        private readonly Queue<byte[]> _said = new();
        private bool _isReading;

        public Mux Mux { get; } = new(MuxSettings.Default);

        public List<string> Aliases { get; } = [];

        public List<MuxChannel> Channels { get; } = [];

        public List<SeenEvent> Seen { get; } = [];

        public Queue<byte[]> Inbox { get; } = new();

        public bool HasSaid => _said.Count > 0;

        public byte[] TakeSaid() => _said.Dequeue();

        public void Open(ChannelSpec spec)
        {
            Assert.True(Mux.TryOpen(spec, out var channel));
            _channels[channel.LocalId] = channel;
            Channels.Add(channel);
            EndReading();
        }

        // What was on its way when this side spoke, and would have kept it from speaking, arrives afterwards.
        public void ReadUntil(ProtomuxOperation[] next)
        {
            while (Inbox.TryPeek(out var frame) && !Silences(frame, next)) Read(Inbox.Dequeue());
        }

        public void ReadAll()
        {
            while (Inbox.TryDequeue(out var frame)) Read(frame);
            EndReading();
        }

        // What answers a batch is said while the batch is being read.
        public void Say(ProtomuxOperation[] said, bool isBatch)
        {
            var isCorked = isBatch && !(_isReading && Mux.IsAnsweringBatch);
            if (isCorked) Mux.Cork();
            foreach (var one in said) Say(one);
            if (isCorked) Mux.Uncork();
            EndReading();
        }

        private void Say(ProtomuxOperation one)
        {
            if (one.Opened is { } open)
            {
                Assert.True(Mux.TryOpen(new ChannelSpec(open.Protocol, open.Id) { Handshake = open.Handshake, Aliases = Aliases, IsUnique = false }, out var channel));
                _channels[channel.LocalId] = channel;
                Channels.Add(channel);
            }
            else if (one.Rejected is { } rejected) Assert.True(Mux.Reject(_requests[rejected]));
            else if (one.Closed is { } closed) _channels[closed].Close();
            else Assert.True(_channels[one.Channel].TrySend(one.Type, one.Body));
        }

        private bool Silences(byte[] frame, ProtomuxOperation[] next) => ProtomuxOperation.Read(frame).Said.Any(said =>
            next.Any(one => _channels.TryGetValue(one.Closed ?? one.Channel, out var channel)
                && (said.Rejected == channel.LocalId || (said.Closed is { } closed && closed == channel.RemoteId))));

        // The last event is taken when this side has said all that it has to say to it.
        private void Read(byte[] frame)
        {
            EndReading();
            Mux.HandleFrame(frame);
            _isReading = true;
            var events = 0;
            while ((!Mux.IsAnsweringBatch || events == 0) && Mux.TryTakeEvent(out var happened))
            {
                events++;
                See(happened);
            }

            if (!Mux.IsAnsweringBatch) EndReading();
        }

        private void EndReading()
        {
            _isReading = false;
            while (Mux.TryTakeEvent(out var happened)) See(happened);
            while (Mux.TryTakeFrame(out var frame)) _said.Enqueue(frame.ToArray());
        }

        private void See(in MuxEvent happened)
        {
            Seen.Add(SeenEvent.Of(happened));
            if (happened.Request is { } request) _requests[request.RemoteId] = request;
        }
    }
}
