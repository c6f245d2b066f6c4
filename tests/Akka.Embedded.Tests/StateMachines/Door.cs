namespace Akka.Embedded.Tests.StateMachines;

/// <summary>The states of the machines in these tests.</summary>
internal enum Door
{
    Closed,
    Open,
    Broken,
}
