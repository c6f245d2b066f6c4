namespace AkkaDht.Service.Commands;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The command was understood, and its aim was not reached: nothing found, nobody answered, the port is taken.</summary>
    public const int Failure = 1;

    /// <summary>The command was not understood.</summary>
    public const int BadUsage = 2;

    /// <summary>Ctrl-C came before the aim was reached, as shells count it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
