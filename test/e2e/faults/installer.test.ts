import { describe, expect, it } from "vitest";
import type { AsrJob } from "../../../lib/api/objects/job.js";
import type { LabFaults } from "../../../local/lab/machine/spec.js";
import { lacksLab, noLab } from "../../local/lab/here.js";
import { BEFORE, type Item, installations, installedVersion, noRealSshd, TARGET, taskOf, UBUNTU, until } from "../fleet.js";
import { servedFleet } from "../served-fleet.js";
import { eventsOf, expectFailure } from "./expect-failure.js";

describe.skipIf(noLab)(`troubles of installers at work${lacksLab}`, { timeout: 120_000, concurrent: true }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU }], { FLEET_INSTALLER_TIMEOUT_SECONDS: "20", FLEET_RETRY_SECONDS: "0.2" });

  const adopt = (name: string) => fleet.adopt({ name, osTag: UBUNTU, agent: { version: BEFORE } });
  const start = ({ protectedId }: Item) => fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: protectedId });
  const read = ({ Name }: AsrJob) => fleet.client.call<AsrJob>("Get-ASRJob", { Name });

  it.each<[string, LabFaults, string, RegExp]>([
    ["finds another one at work", { installerExitCode: 1 }, "InstallerBusy", /another installer runs.*tried 5 times/],
  ])("may pass, so that an installer that %s runs again, five times at the most", async (_what, faults, code, message) => {
    const item = await adopt(code.toLowerCase());
    await item.lab.setFaults(faults);
    const job = await fleet.update(item);
    expectFailure(job, code, message);
    expect(await eventsOf(fleet.client, item.name)).toMatchObject([
      { EventCode: code, Severity: "Warning", EventType: "AgentHealth", JobId: job.ID },
    ]);
    expect(await installations(item.lab)).toBe(5);
  });

  it("end at the deadline with the end of the log when it hangs; the next update waits until its process is gone", async () => {
    const item = await adopt("hanging");
    await item.lab.setFaults({ installerHangs: true });
    expectFailure(await fleet.update(item), "InstallerTimedOut", /longer than 20 s; it was left running.*LAB INSTALLER of .*stage copy/);
    expect((await item.lab.exec("pgrep -f './install ' >/dev/null || grep -ls '[.]/install' /proc/[0-9]*/cmdline")).exitCode).toBe(0);
    await item.lab.setFaults({});
    const next = await start(item);
    await until(async () => /Waits for "install .*runs on the machine/.test(taskOf(await read(next), "check-readiness")?.Message ?? ""));
    expect(await installations(item.lab)).toBe(1);
    expect((await item.lab.exec("[ -e /var/lib/mobility-fleet/run/rc ]")).exitCode).toBe(1);
    // The whole run but its supervisor, which lives on to write the exit status down.
    expect(await item.lab.exec('read -r pid _ </var/lib/mobility-fleet/run/pid; kill -TERM "-$pid"')).toMatchObject({ exitCode: 0 });
    expect(await fleet.ended(next)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
    expect(await installations(item.lab)).toBe(2);
    expect((await item.lab.exec("ls -A /var/lib/mobility-fleet/run 2>/dev/null")).stdout).toBe("");
  });

  it("are waited for patiently while the machine is away, and found interrupted when it is back", async () => {
    const item = await adopt("away");
    await item.lab.setFaults({ installerWaits: true });
    const job = await start(item);
    await until(async () => (await installations(item.lab)) === 1);
    await item.lab.crash();
    await until(async () => /Tries again/.test(taskOf(await read(job), "await-installer")?.Message ?? ""));
    const tries = () => fleet.said.filter(({ message }) => message.includes("MachineUnreachable") && message.includes(job.Name)).length;
    await until(async () => tries() > 6); // more than the usual tries of a step that nothing waits for
    expect(await read(job)).toMatchObject({ State: "InProgress" });
    await item.lab.start();
    expectFailure(await fleet.ended(job), "InstallerLost", new RegExp(`restarted.*has version ${BEFORE}`));
  });

  it("succeed when the machine restarts after the work was done, before the installer could say so", async () => {
    const item = await adopt("late-restart");
    const boot = item.lab.bootId();
    await item.lab.setFaults({ rebootAfterInstall: true });
    const job = await fleet.update(item);
    expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", Errors: [], FleetDetails: { VersionAfter: TARGET } });
    expect(taskOf(job, "await-installer")?.Message).toMatch(/without an exit code: the machine was restarted/);
    expect(item.lab.bootId()).not.toBe(boot);
    expect(await installations(item.lab)).toBe(1);
  });

  it("say that a virus scanner removed the file before it started; the next update copies it anew", async () => {
    const item = await adopt("scanned");
    await item.lab.setFaults({ virusScanner: true });
    const job = await fleet.update(item);
    expectFailure(job, "InstallerRemoved", /removed between its copy and its start/);
    expect(job.Errors[0]?.ServiceErrorDetails.RecommendedAction).toMatch(/virus scanner/);
    expect(await installations(item.lab)).toBe(0);
    await item.lab.setFaults({});
    expect(await fleet.update(item)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
  });

  it("copy a file anew that is gone from the cache when the next update wants it", async () => {
    const item = await adopt("swept");
    await item.lab.setFaults({ installerDoesNothing: true });
    expectFailure(await fleet.update(item), "InstallerDidNothing", new RegExp(BEFORE));
    await item.lab.exec("rm -f /var/lib/mobility-fleet/cache/*");
    await item.lab.setFaults({});
    const job = await fleet.update(item);
    expect(job).toMatchObject({ State: "Succeeded" });
    expect(taskOf(job, "stage-installer")).toMatchObject({ State: "Succeeded", StateDescription: "Completed" });
  });

  it.skipIf(noRealSshd)(
    `end with the space that was missing when the disk becomes full in the middle, and succeed when there is room${noRealSshd}`,
    async () => {
      const item = await fleet.adopt({ name: "filling", osTag: UBUNTU, agent: { version: BEFORE }, freeDiskBytes: 3 * 2 ** 30 });
      await item.lab.setFaults({ installerWaits: true });
      const job = await start(item);
      await until(async () => (await installations(item.lab)) === 1);
      await item.lab.setFreeDisk(4096);
      await item.lab.setFaults({});
      expectFailure(await fleet.ended(job), "NotEnoughSpace", /has \d+ KB free|No space left/);
      expect(await installedVersion(item.lab)).toBe(BEFORE);
      await item.lab.setFreeDisk(3 * 2 ** 30);
      const again = await fleet.update(item);
      expect(again, JSON.stringify(again.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
      expect(await installedVersion(item.lab)).toBe(TARGET);
    },
  );
});
