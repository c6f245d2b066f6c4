namespace AkkaDht;

/// <summary>Marks a message that asks for something to be done.</summary>
public interface ICommand;

/// <summary>Marks a message that says what has happened.</summary>
public interface IEvent;

/// <summary>Marks a message that is answered with exactly one <typeparamref name="TAnswer"/>.</summary>
/// <typeparam name="TAnswer">The answer.</typeparam>
public interface IAsk<TAnswer>;
