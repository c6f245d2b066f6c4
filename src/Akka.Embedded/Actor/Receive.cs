namespace Akka.Actor;

/// <summary>A behaviour: handles a message, or answers false when it does not know it.</summary>
public delegate bool Receive(object message);

/// <summary>A behaviour of an <see cref="UntypedActor"/>, which takes every message as handled.</summary>
public delegate void UntypedReceive(object message);
