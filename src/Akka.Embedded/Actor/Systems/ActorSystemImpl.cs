using System.Diagnostics.CodeAnalysis;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The system itself: puts the parts together, starts them, and takes them down in the opposite order.</summary>
internal sealed partial class ActorSystemImpl : ExtendedActorSystem
{
    private readonly TaskCompletionSource<Done> _terminated;
    private readonly Extensions _extensions;
    private readonly TerminationCallbacks _callbacks = new();
    private readonly ActorPath _temp;
    private readonly IgnoreRef _tempContainer;
    private IActorRef? _deadLetterListener;
    private long _tempNames = -1;
    private int _inboxes;
    private long _uids;

    public ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        CheckName(name);
        Name = name;
        Platform = PlatformSetup.Of(setup);
        _uids = Platform.FirstUid();
        _terminated = Platform.NewPromise<Done>();
        Settings = new Settings(this, config, setup);
        EventStream = new EventStream(Settings.DebugEventStream);
        Loggers = new LoggerStarter(this);
        Log = new BusLogging(EventStream, LogSource, GetType(), Settings.LogFormatter);
        _extensions = new Extensions(this);

        var root = new RootActorPath(new Address("akka", name));
        _temp = root / "temp";
        DeadLetterRef = new DeadLetterRef(this, root / "deadLetters");
        _tempContainer = new IgnoreRef(this, _temp);
        IgnoreRef = new IgnoreRef(this, new RootActorPath(new Address("akka", "local")) / "ignore");
        Dispatchers = new Dispatchers(Settings, Platform.Executor);
        Scheduler = SchedulerFactory.Create(Settings, Platform, Log);
        StartTime = Scheduler.MonotonicClock;

        RootRef = new LocalRef(this, new RootSupervisor(this, root), root, Props.Create(() => new RootGuardian()), Dispatchers.Lookup(Dispatchers.DefaultDispatcherId));
    }

    public override string Name { get; }

    public override Settings Settings { get; }

    public override IScheduler Scheduler { get; }

    public override EventStream EventStream { get; }

    public override IActorRef DeadLetters => DeadLetterRef;

    public override IActorRef IgnoreRef { get; }

    public override ILoggingAdapter Log { get; }

    public override Task WhenTerminated => _terminated.Task;

    public DeadLetterRef DeadLetterRef { get; }

    public Dispatchers Dispatchers { get; }

    /// <summary>Threads and time. Questions run on its timers whatever the scheduler.</summary>
    public IPlatform Platform { get; }

    /// <summary>Starts the loggers, and stops them when the guardians have stopped.</summary>
    public LoggerStarter Loggers { get; }

    public LocalRef RootRef { get; }

    public LocalRef UserGuardian { get; private set; } = null!;

    public LocalRef SystemGuardian { get; private set; } = null!;

    public void Start()
    {
        RootRef.Cell.Start();
        UserGuardian = (LocalRef)RootRef.Cell.AttachChild(Props.Create(() => new UserGuardian()).WithSupervisorStrategy(GuardianStrategy()), "user", isSystemService: true);
        SystemGuardian = (LocalRef)RootRef.Cell.AttachChild(Props.Create(() => new SystemGuardian(UserGuardian)), "system", isSystemService: true);
        RootRef.Tell(SystemGuardian, null);
        EventStream.StartJanitor(SystemGuardian.Path / "eventStreamUnsubscriber");
        Loggers.Start();
        if (Settings.LogDeadLetters > 0)
            DeadLetterListener.Subscribe(EventStream, _deadLetterListener = SystemActorOf(Props.Create(() => new DeadLetterListener()), "deadLetterListener"));
        if (Settings.DebugUnhandledMessage)
            EventStream.Subscribe(SystemActorOf(Props.Create(() => new UnhandledMessageLogger()), "UnhandledMessageForwarder"), typeof(UnhandledMessage));
        CoordinatedShutdown.Get(this);
        _extensions.LoadConfigured();
        if (Settings.LogConfigOnStart)
            Log.Info(Settings.ToString());
    }

    public override IActorRef ActorOf(Props props, string? name = null)
    {
        if (_terminating != 0)
            throw new InvalidOperationException("Cannot create actor while terminating or terminated");
        return UserGuardian.Cell.ActorOf(props, name);
    }

    public override IActorRef SystemActorOf(Props props, string? name = null) =>
        SystemGuardian.Cell.AttachChild(props, name, isSystemService: true);

    public override ActorSelection ActorSelection(ActorPath actorPath) => Akka.Actor.ActorSelection.Absolute(this, actorPath);

    public override ActorSelection ActorSelection(string actorPath) => Akka.Actor.ActorSelection.Parse(this, RootRef, actorPath);

    public override void Stop(IActorRef actor)
    {
        if (ActorRef.Of(actor) is not { } target)
            return;
        if (target.Parent is { } parent && (ReferenceEquals(parent, UserGuardian) || ReferenceEquals(parent, SystemGuardian)))
            parent.Tell(new StopChild(target), null);
        else
            target.SendSystem(new Terminate());
    }

    public override object RegisterExtension(IExtensionId extension) => extension is null ? null! : _extensions.Register(extension);

    public override object? GetExtension(IExtensionId extensionId) => _extensions.Find(extensionId.ExtensionType);

    public override T? GetExtension<T>() where T : class => (T?)_extensions.Find(typeof(T));

    public override bool HasExtension(Type type) => _extensions.Contains(type);

    public override bool HasExtension<T>() => HasExtension(typeof(T));

    public override bool TryGetExtension(Type extensionType, [MaybeNullWhen(false)] out object extension) =>
        (extension = _extensions.Find(extensionType)) is not null;

    public override bool TryGetExtension<T>([MaybeNullWhen(false)] out T extension) =>
        (extension = GetExtension<T>()) is not null;

    public override void RegisterOnTermination(Action code) => _callbacks.Add(code);

    /// <summary>A number that no other actor of the system has.</summary>
    public long NextUid() => Interlocked.Increment(ref _uids);

    /// <summary>A path for a reference that lives as long as a question.</summary>
    public ActorPath TempPath() => new ChildActorPath(_temp, Children.NameOf(Interlocked.Increment(ref _tempNames)), 0);

    /// <summary>A name for an inbox.</summary>
    public string NextInboxName() => $"inbox-{Interlocked.Increment(ref _inboxes)}";

    /// <summary>The root for a path of an address; dead letters for that of another system.</summary>
    public ActorRef RootFor(Address address) => address.Equals(RootRef.Path.Address) ? RootRef : DeadLetterRef;

    /// <summary>What hangs under the root besides the guardians. Who asks is no actor and not to be found under its path.</summary>
    public ActorRef? ExtraChild(LocalRef parent, string name) => !ReferenceEquals(parent, RootRef) ? null : name switch
    {
        "deadLetters" => DeadLetterRef,
        "temp" => _tempContainer,
        _ => null,
    };

    private string LogSource => $"ActorSystem({Name})";

    public override string ToString() => RootRef.Path.Address.ToString();

    private SupervisorStrategy GuardianStrategy()
    {
        var type = Types.Find(Settings.SupervisorStrategyClass)
            ?? throw new ConfigurationException($"Cannot find the guardian supervisor strategy [{Settings.SupervisorStrategyClass}]");
        return ((SupervisorStrategyConfigurator)Activator.CreateInstance(type)!).Create();
    }

    private static void CheckName(string name)
    {
        if (string.IsNullOrEmpty(name) || name[0] == '-' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-')", nameof(name));
    }
}
