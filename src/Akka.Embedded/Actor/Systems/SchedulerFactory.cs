using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Makes the scheduler that the settings name.</summary>
internal static class SchedulerFactory
{
    public static IScheduler Create(Settings settings, IPlatform platform, ILoggingAdapter log)
    {
        var name = settings.SchedulerClass;
        if (name.Length == 0 || name.Split(',')[0] == typeof(HashedWheelTimerScheduler).FullName)
            return new HashedWheelTimerScheduler(platform, log);

        var type = Types.Find(name) ?? throw new ConfigurationException($"Cannot find the scheduler [{name}]");
        return (IScheduler)Activator.CreateInstance(type, settings.Config, log)!;
    }
}
