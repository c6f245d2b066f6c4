namespace Akka.Actor;

/// <summary>Marks a message that does not reset the receive timeout.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>Marks a message that never leaves the process.</summary>
public interface INoSerializationVerificationNeeded;

/// <summary>Marks a message that a stranger should not be able to send.</summary>
public interface IPossiblyHarmful;

/// <summary>Marks a message that the runtime handles itself.</summary>
public interface IAutoReceivedMessage;

/// <summary>A message around another one.</summary>
public interface IWrappedMessage
{
    /// <summary>The message inside.</summary>
    object Message { get; }
}

/// <summary>Marks an actor whose messages are logged when <c>akka.actor.debug.receive</c> is on.</summary>
public interface ILogReceive;
