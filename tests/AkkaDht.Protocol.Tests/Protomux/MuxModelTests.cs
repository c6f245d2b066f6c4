using System.Text;
using AkkaDht.Protocol.Protomux;

namespace AkkaDht.Protocol.Tests.Protomux;

/// <summary>Two muxers, whose frames cross, do what two models of the rules do, step by step.</summary>
public sealed class MuxModelTests
{
    private const int Steps = 2000;

    private static readonly string[] Protocols = ["one", "two", "three"];

    public static TheoryData<int> Seeds => Tests.Seeds.First(30);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Muxers_do_what_their_models_do(int seed)
    {
        var random = new Random(seed);
        Party[] parties = [new(random), new(random)];
        for (var step = 0; step < Steps; step++)
        {
            var party = random.Next(2);
            if (random.Next(2) == 0) parties[party].Act(step);
            else parties[party].Deliver(parties[1 - party]);

            foreach (var one in parties) one.AssertSame($"seed {seed}, step {step}");
        }

        // Closes, then the answers to what was still on its way.
        for (var round = 0; round < 2; round++)
        {
            foreach (var party in parties) party.CloseAll();
            while (parties[0].Deliver(parties[1]) | parties[1].Deliver(parties[0])) { }
        }

        foreach (var party in parties) party.AssertEmpty($"seed {seed}");
    }

    private sealed class Party(Random random)
    {
        private readonly MuxEnd _end = new(MuxSettings.Default) { On = _ => { } };
        private readonly MuxModel _model = new();
        private readonly Dictionary<int, MuxChannel> _channels = [];
        private readonly Queue<(byte[] Frame, MuxStatement[] Statements)> _sent = new();
        private bool _isCorked;

        public void Act(int step)
        {
            switch (random.Next(10))
            {
                case < 2: Open(step, Protocols[random.Next(Protocols.Length)]); break;
                case < 6: Send(step); break;
                case < 7: Close(); break;
                case < 8: Cork(!_isCorked); break;
                default: Answer(step); break;
            }

            Collect();
        }

        public bool Deliver(Party to)
        {
            if (!_sent.TryDequeue(out var sent)) return false;

            to._end.Handle(sent.Frame);
            to._model.Handle(sent.Statements);
            to.Collect();
            return true;
        }

        public void CloseAll()
        {
            Cork(false);
            foreach (var channel in _model.Channels.ToArray()) Close(channel);
            while (_model.Requests.Count > 0) Reject(0);
            Collect();
        }

        public void AssertSame(string when)
        {
            Assert.True(_end.Log.SequenceEqual(_model.Log), $"{when}: expected {string.Join(", ", _model.Log)}; got {string.Join(", ", _end.Log)}");
            Assert.True(_end.Mux.Failure is null, when);
            _end.Log.Clear();
            _model.Log.Clear();
        }

        public void AssertEmpty(string when)
        {
            var stats = _end.Mux.Stats;
            Assert.True(stats is { Channels: 0, Requests: 0, KeptMessages: 0, KeptBytes: 0, UnsentBytes: 0 }, $"{when}: {stats}");
            Assert.True(_end.Mux.MeetingsCount == 0, when);
        }

        private void Collect()
        {
            _end.TakeEvents();
            var frames = _end.TakeFrames();
            Assert.Equal(_model.Frames.Count, frames.Count);
            foreach (var frame in frames) _sent.Enqueue((frame, _model.Frames.Dequeue()));
        }

        private void Open(int number, string protocol)
        {
            var spec = new ChannelSpec(protocol) { Handshake = Encoding.UTF8.GetBytes($"{number}"), IsUnique = false };
            Assert.True(_end.Mux.TryOpen(spec, out var channel));
            _channels[number] = channel;
            _model.Open(number, protocol);
        }

        private void Send(int number)
        {
            if (Pick() is not { } channel) return;

            Assert.True(_channels[channel].TrySend(0, Encoding.UTF8.GetBytes($"{number}")));
            _model.Send(channel, number);
        }

        private void Close()
        {
            if (Pick() is { } channel) Close(channel);
        }

        private void Close(int channel)
        {
            _channels[channel].Close();
            _model.Close(channel);
        }

        private void Cork(bool isCorked)
        {
            if (isCorked == _isCorked) return;

            _isCorked = isCorked;
            if (isCorked)
            {
                _end.Mux.Cork();
                _model.Cork();
            }
            else
            {
                _end.Mux.Uncork();
                _model.Uncork();
            }
        }

        private void Answer(int step)
        {
            if (_model.Requests.Count == 0) return;

            var index = random.Next(_model.Requests.Count);
            if (random.Next(2) == 0) Reject(index);
            else Open(step, _model.Requests[index].Protocol);
        }

        private void Reject(int index)
        {
            var pending = _end.Requests.Where(request => request.IsPending).ToArray();
            Assert.Equal(_model.Requests.Select(request => request.Protocol), pending.Select(request => request.Protocol));
            Assert.True(_end.Mux.Reject(pending[index]));
            _model.Reject(_model.Requests[index].Remote);
            _end.Requests.RemoveAll(request => !request.IsPending);
        }

        private int? Pick()
        {
            var open = _model.Channels.ToArray();
            return open.Length == 0 ? null : open[random.Next(open.Length)];
        }
    }
}
