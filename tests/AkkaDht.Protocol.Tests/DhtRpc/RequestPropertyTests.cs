using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Protocol.Tests.DhtRpc.EndpointUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>What holds for requests whatever happens: random operations against an account of every request made.</summary>
public sealed class RequestPropertyTests
{
    private const int Operations = 2_000;

    public static TheoryData<int> SomeSeeds => Seeds.First(20);

    [Theory]
    [MemberData(nameof(SomeSeeds))]
    public void Every_request_has_exactly_one_outcome_and_leaves_nothing_behind(int seed)
    {
        var run = new Run(seed);
        for (var i = 0; i < Operations; i++) run.DoSomething();

        run.End();
    }

    private sealed class Run(int seed)
    {
        private readonly SeededRandom _random = new(seed);
        private readonly List<Account> _accounts = [];
        private readonly List<Sent> _unanswered = [];
        private readonly EndpointUnderTest _endpoint = new(
            new EndpointSettings
            {
                Requests = new RequestSettings { MaxWindow = 1 + seed % 8, MaxInFlight = 40, AdaptiveTimeout = seed % 2 == 0 },
                DownHintsPerTick = 5,
            },
            isBound: false,
            random: new SeededRandom(seed));

        public void DoSomething()
        {
            switch (_random.Next(100))
            {
                case < 45: Start(); break;
                case < 70: Answer(); break;
                case < 90: Pass(); break;
                case < 93: _endpoint.Machine.HandleCancel(_endpoint.Now, _random.Next(4)); break;
                case < 95: _endpoint.Machine.HandleTick(1); break;
                case < 98: _endpoint.Machine.HandleBound(_endpoint.Now); break;
                default: _endpoint.Machine.HandleSuspend(_endpoint.Now); break;
            }

            TakeEverything();
        }

        public void End()
        {
            _endpoint.Machine.HandleBound(_endpoint.Now);
            TakeEverything();
            TakeSent(_endpoint.PassMilliseconds(3_600_000));
            TakeEverything();

            Assert.Equal((0, Instant.Never), (_endpoint.Machine.InFlight, _endpoint.Machine.NextDeadline));
            Assert.All(_accounts, account => Assert.Equal(1, account.Outcomes));
            Assert.Contains(_accounts, account => account.Datagrams.Count == 0);
            Assert.Contains(_accounts, account => account.Datagrams.Count > 1);
        }

        private void Start()
        {
            var owner = _accounts.Count;
            var to = Peer with { Port = (ushort)(1 + _random.Next(3)) };
            var spec = (_random.Next(10) == 0 ? RequestSpec.DownHint(to, OtherPeer) : RequestSpec.Ping(to)) with
            {
                // Echoed nowhere, but tells the requests apart on the wire.
                Target = new(0, 0, 0, (ulong)owner),
                Retries = _random.Next(4),
                Force = _random.Next(10) == 0,
                ReportSlow = _random.Next(2) == 0,
                Session = _random.Next(4),
            };
            _accounts.Add(new Account(spec));
            _endpoint.Start(spec, owner);
        }

        private void Answer()
        {
            if (_unanswered.Count == 0) return;

            var index = _random.Next(_unanswered.Count);
            _endpoint.Answer(_unanswered[index]);
            if (_random.Next(2) == 0) _unanswered.RemoveAt(index);
        }

        private void Pass()
        {
            if (_random.Next(4) == 0)
            {
                _endpoint.SleepMilliseconds(_random.Next(3_000));
                _endpoint.Machine.HandleTimeout(_endpoint.Now);
                Assert.True(_endpoint.Machine.NextDeadline > _endpoint.Now);
            }
            else
            {
                TakeSent(_endpoint.PassMilliseconds(_random.Next(1_000)));
            }
        }

        private void TakeEverything()
        {
            TakeSent(_endpoint.TakeSent());
            foreach (var outcome in _endpoint.TakeOutcomes()) _accounts[outcome.Owner].Take(outcome.Kind);
            Assert.InRange(_endpoint.Machine.InFlight, 0, 40);
            Assert.Equal(_accounts.Count(account => account.Outcomes == 0), _endpoint.Machine.InFlight);
        }

        private void TakeSent(List<Sent> transmissions)
        {
            foreach (var sent in transmissions)
            {
                _accounts[(int)sent.Request().Target.Word3].Take(sent);
                _unanswered.Add(sent);
            }
        }
    }

    private sealed class Account(RequestSpec spec)
    {
        private bool _isSlow;

        public int Outcomes { get; private set; }

        public List<string> Datagrams { get; } = [];

        public void Take(Sent sent)
        {
            Assert.Equal(spec.To, sent.To);
            Datagrams.Add(sent.Hex);
            Assert.InRange(Datagrams.Count, 1, spec.Retries + 1);
            Assert.Equal(Datagrams[0], sent.Hex);
        }

        public void Take(RequestOutcomeKind kind)
        {
            Assert.Equal(0, Outcomes);
            if (kind != RequestOutcomeKind.Slow)
            {
                Outcomes++;
                return;
            }

            Assert.True(spec.ReportSlow && !_isSlow);
            _isSlow = true;
        }
    }
}
