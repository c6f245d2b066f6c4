using System.CommandLine;
using AkkaDht.Service.Doctor;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>doctor [--port P]</c>: what do this machine's NAT, firewall and ports look like, and what will work?</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var port = Options.Port("The port that is to be bound; any by default.");
        var command = new Command("doctor", "Explain what this machine's network lets peers do, and what would help.") { Options.BootstrapOrPublic, port };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var settings = session.ClientSettings(arguments.GetValue(Options.BootstrapOrPublic));
            settings = settings with { Sockets = settings.Sockets with { Port = (ushort)arguments.GetValue(port) } };
            var node = await session.StartAsync(settings, ended);
            var measured = await new Examination(node, settings).MeasureAsync(ended);
            foreach (var finding in Diagnosis.Of(measured)) await session.Voice.SayAsync(Lines.Finding(finding));

            await session.Voice.SayAsync(Lines.Diagnosis(measured));
            return measured.IsOnline ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }
}
