using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace MobilityFleet.Tests;

/// <summary>Writes what the engine says to standard output, and never asks anybody: as pwsh -NonInteractive.</summary>
public sealed class ConsoleOnlyHost : PSHost
{
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name => "Mobility Fleet test engine";
    public override PSHostUserInterface UI { get; } = new ConsoleOnly();
    public override Version Version => new(1, 0);
    public override void EnterNestedPrompt() => throw new NotSupportedException();
    public override void ExitNestedPrompt() => throw new NotSupportedException();
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }
}

internal sealed class ConsoleOnly : PSHostUserInterface
{
    public override PSHostRawUserInterface? RawUI => null;
    public override void Write(string value) => Console.Write(value);
    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => Console.Write(value);
    public override void WriteLine(string value) => Console.WriteLine(value);
    public override void WriteErrorLine(string value) => Console.Error.WriteLine(value);
    public override void WriteWarningLine(string message) => Console.WriteLine($"WARNING: {message}");
    public override void WriteVerboseLine(string message) => Console.WriteLine($"VERBOSE: {message}");
    public override void WriteDebugLine(string message) => Console.WriteLine($"DEBUG: {message}");
    public override void WriteProgress(long sourceId, ProgressRecord record) { }
    public override string ReadLine() => throw Unattended();
    public override SecureString ReadLineAsSecureString() => throw Unattended();
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw Unattended();
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw Unattended(message);
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw Unattended();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowed, PSCredentialUIOptions options) => throw Unattended();

    private static PSInvalidOperationException Unattended(string message = "") => new($"Nobody is there to be asked (NonInteractive). {message}".TrimEnd());
}
