using Akka.Actor;
using Akka.DependencyInjection;

namespace Akka.Hosting;

/// <summary>Creates and registers actors when the host starts.</summary>
public delegate Task ActorStarter(ActorSystem system, IActorRegistry registry);

/// <summary>Creates and registers actors with the help of the container when the host starts.</summary>
public delegate Task ActorStarterWithResolver(ActorSystem system, IActorRegistry registry, IDependencyResolver resolver);

/// <summary>Does something once all actors have been started.</summary>
public delegate Task StartupTask(ActorSystem system, IActorRegistry registry);
