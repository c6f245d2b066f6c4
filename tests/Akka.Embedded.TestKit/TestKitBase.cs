using System.Diagnostics;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Internal;
using Akka.Util.Internal;

namespace Akka.TestKit;

/// <summary>
/// A test from the point of view of an actor: <see cref="TestActor"/> receives, the Expect and Await methods take what it
/// received. Test frameworks derive from this; tests derive from theirs.
/// </summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static readonly AtomicCounter TestActorCount = new(0);

    private readonly TestQueue _queue = new();
    private ActorSystem? _system;
    private IActorRef? _testActor;
    private TestKitSettings? _settings;
    private EventFilterFactory? _eventFilter;
    private ILoggingAdapter? _log;
    private MessageEnvelope _lastMessage = NullMessageEnvelope.Instance;
    private TimeSpan? _end;
    private bool _lastWasNoMessage;

    /// <summary>A kit over a given system, or over a new one with <see cref="DefaultConfig"/>.</summary>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system = null, string? testActorName = null)
        : this(assertions, system, ActorSystemSetup.Empty, null, testActorName)
    {
    }

    /// <summary>A kit over a new system with the given setup.</summary>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystemSetup setup, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, setup, actorSystemName, testActorName)
    {
    }

    /// <summary>A kit over a new system with the given configuration.</summary>
    protected TestKitBase(ITestKitAssertions assertions, Config config, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)), actorSystemName, testActorName)
    {
    }

    /// <summary>A kit over a given system, or over a new one with the given setup.</summary>
    protected TestKitBase(
        ITestKitAssertions assertions, ActorSystem? system, ActorSystemSetup config, string? actorSystemName, string? testActorName)
    {
        ArgumentNullException.ThrowIfNull(assertions);
        Assertions = assertions;
        InitializeTest(system, config, actorSystemName, testActorName);
    }

    /// <summary>What the kit adds to the configuration of a system.</summary>
    public static Config DefaultConfig { get; } = ConfigurationFactory.FromResource<TestKitBase>("Akka.TestKit.Internal.Reference.conf");

    /// <summary>A configuration that logs all there is to log.</summary>
    public static Config FullDebugConfig { get; } = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = DEBUG
          stdout-loglevel = DEBUG
          log-dead-letters = on
          log-dead-letters-during-shutdown = on
          actor.debug { receive = on, autoreceive = on, lifecycle = on, event-stream = on, unhandled = on, fsm = on }
        }
        """);

    /// <summary>The time on a clock that only goes forward; its zero is arbitrary.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>The actor system of the test.</summary>
    public ActorSystem Sys => _system ?? throw NotInitialized();

    /// <summary>The actor that receives for the test.</summary>
    public IActorRef TestActor => _testActor ?? throw NotInitialized();

    /// <summary>How long tests wait.</summary>
    public TestKitSettings TestKitSettings => _settings ?? throw NotInitialized();

    /// <summary>Expects, counts and mutes log events.</summary>
    public EventFilterFactory EventFilter => _eventFilter ?? throw NotInitialized();

    /// <summary>The log of the test.</summary>
    public ILoggingAdapter Log => _log ?? throw NotInitialized();

    /// <summary>The message taken last.</summary>
    public object? LastMessage => _lastMessage.Message;

    /// <summary>The sender of the message taken last.</summary>
    public IActorRef LastSender => _lastMessage.Sender;

    /// <summary>Whether there is something to take.</summary>
    public bool HasMessages => _queue.Count > 0;

    /// <summary>How failures are reported to the test framework.</summary>
    internal ITestKitAssertions Assertions { get; }

    /// <summary>Expects, counts and mutes log events of another system.</summary>
    public EventFilterFactory CreateEventFilter(ActorSystem system) => new(this, system);

    /// <summary>Ends the system of the test.</summary>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Shutdown(Sys, duration, verifySystemShutdown);

    /// <summary>Ends a system; one that outlives <paramref name="duration"/> is an error if that is to be verified.</summary>
    protected virtual void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        var limit = duration ?? Shorter(Dilated(TimeSpan.FromSeconds(5)), TimeSpan.FromSeconds(10));
        if (system.Terminate().Wait(limit))
            return;
        var failure = $"Failed to stop [{system.Name}] within [{limit}]";
        if (verifySystemShutdown)
            throw new TimeoutException(failure);
        system.Log.Warning(failure);
    }

    /// <summary>Brings up system, settings and test actor.</summary>
    protected virtual void InitializeTest(ActorSystem? system, ActorSystemSetup config, string? actorSystemName, string? testActorName)
    {
        _system = system ??= ActorSystem.Create(actorSystemName ?? "test", WithDefaults(config));
        _settings = TestKitExtension.For(system);
        _log = Logging.GetLogger(system, GetType());
        _eventFilter = new EventFilterFactory(this, system);
        _testActor = CreateTestActor(system, string.IsNullOrEmpty(testActorName) ? $"testActor{TestActorCount.IncrementAndGet()}" : testActorName);

        if (this is not INoImplicitSender)
            ImplicitSender.SetOutside(_testActor);
        else if (this is not TestProbe)
            ImplicitSender.SetOutside(null);
    }

    /// <summary>Brings up system, settings and test actor.</summary>
    protected void InitializeTest(ActorSystem? system, Config config, string? actorSystemName, string? testActorName) =>
        InitializeTest(system, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)), actorSystemName, testActorName);

    private static ActorSystemSetup WithDefaults(ActorSystemSetup setup)
    {
        var bootstrap = setup.Get<BootstrapSetup>();
        var own = bootstrap.HasValue ? bootstrap.Value.Config : default;
        return setup.WithSetup(BootstrapSetup.Create().WithConfig(own.HasValue ? own.Value.SafeWithFallback(DefaultConfig) : DefaultConfig));
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static InvalidOperationException NotInitialized() => new("The test kit has not been initialized yet.");
}
