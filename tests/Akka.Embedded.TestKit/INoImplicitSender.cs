namespace Akka.TestKit;

/// <summary>Marks a test class whose top-level tells carry no sender.</summary>
public interface INoImplicitSender;
