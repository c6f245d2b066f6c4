namespace Akka.Dispatch;

/// <summary>The base of what an actor may require of its mailbox.</summary>
public interface ISemantics;

/// <summary>Marks an actor that requires a mailbox of certain semantics; every mailbox here has them all.</summary>
public interface IRequiresMessageQueue<T> where T : ISemantics;

/// <summary>Takes any number of messages.</summary>
public interface IUnboundedMessageQueueSemantics : ISemantics;

/// <summary>Takes a bounded number of messages.</summary>
public interface IBoundedMessageQueueSemantics : ISemantics;

/// <summary>Takes messages at the front too.</summary>
public interface IDequeBasedMessageQueueSemantics : ISemantics;

/// <summary>Takes any number of messages, at the front too.</summary>
public interface IUnboundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IUnboundedMessageQueueSemantics;

/// <summary>Takes a bounded number of messages, at the front too.</summary>
public interface IBoundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IBoundedMessageQueueSemantics;
