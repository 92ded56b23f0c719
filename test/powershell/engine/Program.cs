using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell.Commands;

namespace MobilityFleet.Tests;

/// <summary>
/// Runs one script file in the real PowerShell engine: <c>engine script.ps1 [argument …]</c>. It is for machines without pwsh. The package of the
/// engine brings only the engine's own commands: ConvertTo-Json and ConvertFrom-Json are stood in for, ConvertTo-Csv and ConvertFrom-Csv are
/// PowerShell's own.
/// </summary>
public static class Program
{
    public static int Main(string[] args)
    {
        if (args.Length == 0)
        {
            Console.Error.WriteLine("usage: engine script.ps1 [argument …]");
            return 2;
        }
        var standIns = new[]
        {
            new SessionStateCmdletEntry("ConvertTo-Json", typeof(ConvertToJsonStandIn), null),
            new SessionStateCmdletEntry("ConvertFrom-Json", typeof(ConvertFromJsonStandIn), null),
            new SessionStateCmdletEntry("ConvertTo-Csv", typeof(ConvertToCsvCommand), null),
            new SessionStateCmdletEntry("ConvertFrom-Csv", typeof(ConvertFromCsvCommand), null),
        };
        var state = InitialSessionState.CreateDefault2();
        state.Commands.Add(standIns);
        using var runspace = RunspaceFactory.CreateRunspace(new ConsoleOnlyHost(), state);
        runspace.Open();
        // The script opens runspaces of its own, which need them, too.
        runspace.SessionStateProxy.SetVariable("StandIns", standIns);
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand(Path.GetFullPath(args[0]));
        foreach (var argument in args[1..]) shell.AddArgument(argument);
        foreach (var line in shell.Invoke()) Console.WriteLine(line);
        foreach (var error in shell.Streams.Error) Console.Error.WriteLine(error);
        return shell.HadErrors ? 1 : 0;
    }
}
