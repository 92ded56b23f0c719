using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace MobilityFleet.Lab;

/// <summary>
/// The powershell.exe of a lab machine: PowerShell's own engine and console host. What Windows has and Wine has not stands beside the program in
/// stand-ins, one function a file; they are in the first session state, as if they were built in, so that the execution policy does not ask for them.
/// </summary>
public static class Program
{
    public static int Main(string[] args)
    {
        var state = InitialSessionState.CreateDefault2();
        foreach (var path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "stand-ins"), "*.ps1"))
            state.Commands.Add(new SessionStateFunctionEntry(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)));
        return ConsoleShell.Start(state, null, null, args);
    }
}
