import { afterAll, beforeAll, describe, expect, it } from "vitest";
import recorded from "../../lib/api/openapi/recorded-answers.json" with { type: "json" };
import { atTerminal, contextOf, inShell, noShell, noTerminal } from "./in-shell.js";
import { type Asked, inventedService } from "./invented-service.js";

type Service = Awaited<ReturnType<typeof inventedService>>;

const AWAY = "0193582b-8d2e-7000-8000-000000000009";
const SUCCEEDED = "0193582b-8d2e-7000-8000-00000000000a";
const FAILED = "0193582b-8d2e-7000-8000-00000000000b";
const ENDLESS = "0193582b-8d2e-7000-8000-00000000000c";
const GONE = "0193582b-8d2e-7000-8000-00000000000d";
const LOST = "0193582b-8d2e-7000-8000-00000000000e";
const BATCH = "0193582b-8d2e-7000-8000-00000000000f";

const job = (Name: string, State: string, more: object = {}) => {
  const [first, second] = recorded.ASRJob.Tasks;
  const Tasks = [first, { ...second, State: State === "InProgress" ? "InProgress" : "Succeeded" }];
  return { ...recorded.ASRJob, Name, ID: `/x/replicationJobs/${Name}`, TargetObjectName: `vm-${Name.at(-1)}`, State, Tasks, Errors: [], ...more };
};
const error = {
  ServiceErrorDetails: { Code: "DiskFull", Message: "/ is full", PossibleCauses: "", RecommendedAction: "Make room.", ClientRequestId: null },
};
const batch = {
  Total: 5,
  Waiting: 1,
  Running: 1,
  Succeeded: 2,
  Failed: 1,
  Suspended: 0,
  AwaitingRestart: 0,
  Cancelled: 0,
  Skipped: 0,
  MaxConcurrency: 1,
};

/** Jobs that run for a few questions; while they do, one is away for longer than a few failures. */
function scenario(): (asked: Asked) => unknown {
  const times = new Map<string, number>();
  return ({ cmdlet, body }) => {
    if (cmdlet === "Update-AsrMobilityService") return job(String(body.ReplicationProtectedItem), "NotStarted");
    if (cmdlet === "Get-AsrJobLog")
      return { Name: body.Name, Offset: 0, NextOffset: 30, SizeBytes: 30, IsComplete: false, Text: "unpacking\nInstalling \u001b[31mfiles\n" };
    if (cmdlet !== "Get-AsrJob") return undefined;
    if (body.ParentJob !== undefined) return { value: [job(ENDLESS, "InProgress")] };
    const name =
      String(body.Name ?? body.Job)
        .split("/")
        .at(-1) ?? "";
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    if (name === GONE) return { error: { code: "ResourceNotFound", message: `There is no job ${name}` } };
    if (name === LOST) return time < 3 ? job(name, "InProgress") : "away";
    if (name === AWAY && time > 1 && time < 14) return "away";
    if (name === ENDLESS || time < 3)
      return job(name, "InProgress", name === BATCH ? { FleetDetails: { ...recorded.ASRJob.FleetDetails, Batch: batch } } : {});
    return name === FAILED ? job(name, "Failed", { Errors: [error] }) : job(name, "Succeeded");
  };
}

const QUICKLY = "& (Get-Module MobilityFleet) { $script:LongestPause = 50 }";
const shown = (variable: string) =>
  `foreach ($one in ${variable}) { if ($one -is [System.Management.Automation.ErrorRecord]) { "error $($one.FullyQualifiedErrorId) $($one.Exception.Message) | $($one.ErrorDetails.RecommendedAction)" } elseif ($one -is [System.Management.Automation.WarningRecord]) { "warning $one" } else { "$($one.Name.Substring(35)) $($one.State)" } }`;

const SCRIPTS: Readonly<Record<string, (uri: string) => string>> = {
  outage: () => `${QUICKLY}
$all = Update-ASRMobilityService -ReplicationProtectedItem ${AWAY} -WaitForCompletion *>&1
${shown("$all")}`,
  lost: () => `& (Get-Module MobilityFleet) { $script:LongestOutage = [timespan]::FromMilliseconds(300) }
$all = Update-ASRMobilityService -ReplicationProtectedItem ${LOST} -WaitForCompletion *>&1
${shown("$all")}`,
  gone: () => `${shown(`@('${GONE}', '${FAILED}' | ForEach-Object { [pscustomobject]@{ Name = $_; Type = 'file' } } | Wait-ASRJob 2>&1)`)}`,
  timeout: () => `${shown(`@(Wait-ASRJob -Name ${ENDLESS} -Timeout 1 2>&1)`)}`,
  thread: () => `
$job = '${SUCCEEDED}', '${FAILED}' | Update-ASRMobilityService -AsJob
"$($job -is [System.Management.Automation.Job]) $($job.PSJobTypeName) $($job.Name)"
${shown("@($job | Wait-Job | Receive-Job 2>&1)")}
$job.State`,
  process: () => `
$global:PSModuleAutoLoadingPreference = 'None'
Remove-Module Microsoft.PowerShell.ThreadJob
$job = Update-ASRMobilityService -ReplicationProtectedItem ${FAILED} -AsJob
$global:PSModuleAutoLoadingPreference = 'All'
"$($job -is [System.Management.Automation.Job]) $($job.PSJobTypeName) $($job.Name)"
${shown("@($job | Wait-Job | Receive-Job 2>&1)")}
$job.State`,
  progress: (uri) => `
$shell = [powershell]::Create().AddScript("Import-Module '$((Get-Module MobilityFleet).Path -replace 'psm1$', 'psd1')'; $('${contextOf(uri).replaceAll("'", "''")}')").AddStatement().AddCommand('Wait-ASRJob').AddParameter('Name', @('${FAILED}', '${BATCH}'))
$null = $shell.Invoke()
foreach ($one in $shell.Streams.Progress) { "$($one.ParentActivityId -ge 0) $($one.RecordType) $($one.PercentComplete) $($one.Activity) - $($one.StatusDescription)" }`,
};

describe.skipIf(noShell)(`waiting for jobs in PowerShell${noShell}`, { timeout: 120_000 }, () => {
  const services: Service[] = [];
  const lines = new Map<string, readonly string[]>();
  beforeAll(async () => {
    for (const _ of Object.keys(SCRIPTS)) services.push(await inventedService(scenario()));
    const script = Object.entries(SCRIPTS).map(
      ([name, text], n) => `"== ${name}"\n& {\n${contextOf(services[n]?.uri ?? "")}\n${text(services[n]?.uri ?? "")}\n}`,
    );
    let name = "";
    for (const line of await inShell(script.join("\n"))) {
      if (line.startsWith("== ")) name = line.slice(3);
      else lines.set(name, [...(lines.get(name) ?? []), line]);
    }
  }, 120_000);
  afterAll(() => {
    for (const service of services) service.close();
  });

  it("outlives a service that is away, says so once, and puts out the job once", () => {
    expect(lines.get("outage")).toEqual([
      expect.stringMatching(/^warning http:.+ cannot be reached: .+What was begun goes on; the service is asked again for 30 minutes\.$/),
      "9 Succeeded",
    ]);
  });

  it("ends with the job as it was seen last and an error that names it, when the service stays away", () => {
    expect(lines.get("lost")).toEqual([
      expect.stringMatching(/^warning /),
      "e InProgress",
      expect.stringMatching(
        new RegExp(
          `^error JobNotFollowed,Update-AzureRmRecoveryServicesAsrMobilityService The job ${LOST} \\(Update Mobility Service of vm-e\\) is not followed any longer: .+ \\| .+Wait-AsrJob -Name ${LOST} waits`,
        ),
      ),
    ]);
  });

  it("has a cmdlet for it, which names a job that is not there and waits for the others, and ends in time", () => {
    expect(lines.get("gone")).toEqual([
      expect.stringMatching(
        new RegExp(`^error JobNotFollowed,Wait-AzureRmRecoveryServicesAsrJob The job ${GONE} is not followed any longer: There is no job`),
      ),
      "b Failed",
      "error DiskFull,Wait-AzureRmRecoveryServicesAsrJob Update Mobility Service of vm-b: / is full | Make room.",
    ]);
    expect(lines.get("timeout")).toEqual([
      "c InProgress",
      expect.stringMatching(/^error WaitTimedOut,.+ has not ended within 1 s, and goes on \| Wait-AsrJob -Name/),
    ]);
  });

  it("waits in the background as a job of PowerShell, on a thread or in a process, which fails when the job does", () => {
    const failed = /^error .*Update Mobility Service of vm-b: \/ is full/;
    const thread = lines.get("thread") ?? [];
    expect(thread.slice(0, 4)).toEqual([
      "True ThreadJob Update Mobility Service: vm-a and 1 more",
      "a Succeeded",
      "b Failed",
      expect.stringMatching(failed),
    ]);
    expect(thread.slice(-2)).toEqual([expect.stringMatching(/Make room\. \|/), "Failed"]);
    const process = lines.get("process") ?? [];
    expect(process).toEqual(["True BackgroundJob Update Mobility Service: vm-b", "b Failed", expect.stringMatching(failed), "Failed"]);
  });

  it("shows the time, the step, the installer's last line, and of a batch the machines at work", () => {
    const progress = lines.get("progress")?.map((line) => line.replace(/\d\d+:\d\d:\d\d/, "TIME"));
    expect(progress).toEqual(
      expect.arrayContaining([
        "False Processing 50 Update Mobility Service: vm-b - InProgress: Record the agent, TIME: Installing \\u{1b}[31mfiles",
        "False Processing 60 Update Mobility Service: vm-f - 3 of 5 machines, 1 at work, 1 waiting, 1 failed, TIME",
        "True Processing 50 vm-c - InProgress: Record the agent, TIME: Installing \\u{1b}[31mfiles",
        "True Completed -1 vm-c - ended",
        "False Completed -1 Update Mobility Service: vm-f - ended",
      ]),
    );
  });

  it.skipIf(noTerminal)(`names the job that goes on when Ctrl+C ends the wait${noTerminal}`, async () => {
    let press = () => {};
    const interrupted = new Promise<void>((resolve) => {
      press = resolve;
    });
    const answers = scenario();
    const service = await inventedService((asked) => {
      if (asked.cmdlet === "Get-AsrJob") press();
      return answers(asked);
    });
    services.push(service);
    // A terminal would answer where its cursor is, which progress asks for.
    const script = `${contextOf(service.uri)}\n$ProgressPreference = 'SilentlyContinue'\nUpdate-ASRMobilityService -ReplicationProtectedItem ${ENDLESS} -WaitForCompletion`;
    const wanted = `WARNING: The job ${ENDLESS} (Update Mobility Service of vm-c) goes on: Wait-AsrJob -Name ${ENDLESS} waits for it again, Stop-AsrJob ends it.`;
    expect(await atTerminal(script, interrupted)).toContain(wanted.replaceAll(" ", ""));
  });
});
