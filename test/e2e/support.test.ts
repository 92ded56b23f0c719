import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AsrJob } from "../../lib/api/objects/job.js";
import type { AsrJobLog } from "../../lib/api/objects/job-log.js";
import { LAB_CONFIGURATION_SERVER } from "../../local/lab/machine/spec.js";
import { lacksLab, noLab } from "../local/lab/here.js";
import { BEFORE, codeOf, installations, installedVersion, TARGET, taskOf, UBUNTU, until } from "./fleet.js";
import { servedFleet } from "./served-fleet.js";
import { unzip } from "./unzip.js";

describe.skipIf(noLab)(`support and the vendor${lacksLab}`, { timeout: 180_000, concurrent: true }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU }]);
  const adopt = (name: string) => fleet.adopt({ name, osTag: UBUNTU, agent: { version: BEFORE } });
  const read = ({ Name }: Pick<AsrJob, "Name">) => fleet.client.call<AsrJob>("Get-ASRJob", { Name });

  it("follow the log of an installer that runs, to its end, with nothing twice", async () => {
    const item = await adopt("followed");
    await item.lab.setFaults({ installerWaits: true });
    const job = await fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: item.protectedId });
    const parts: AsrJobLog[] = [];
    let Offset = 0;
    for (let done = false; !done; ) {
      const part = await fleet.client.call<AsrJobLog>("Get-ASRJobLog", { Name: job.Name, Offset, Wait: 5 });
      if (part.Text && parts.every(({ Text }) => !Text)) {
        expect(await read(job)).toMatchObject({ State: "InProgress" });
        await item.lab.setFaults({}); // goes on
      }
      parts.push(part);
      Offset = part.NextOffset;
      done = part.IsComplete;
    }
    const whole = await fleet.client.call<AsrJobLog>("Get-ASRJobLog", { Name: job.Name });
    expect(parts.map(({ Text }) => Text).join("")).toBe(whole.Text);
    expect(parts.filter(({ Text }) => Text).length).toBeGreaterThan(1);
    for (const once of [/^--- install /gm, /VX Agent daemon is stopped/g]) expect(whole.Text.match(once), whole.Text).toHaveLength(1);
    expect(await read(job)).toMatchObject({ State: "Succeeded" });
  });

  it("give one zip of a failed job with the machine's logs and no secret", async () => {
    const item = await adopt("bundled");
    await item.lab.setFaults({ installerExitCode: 150 });
    // In two parts that the shell puts together: tests beside this one look at the words of every process for the same passphrase.
    const passphrase = LAB_CONFIGURATION_SERVER.passphrase.replace(/^.{6}/, "$&''");
    await item.lab.exec(`echo 'lab: passphrase is ${passphrase} and token=hunter2' >>/var/log/ua_install.log`);
    const failed = await fleet.update(item);
    expect(codeOf(failed)).toBe("InstallerFailed");
    const job = await fleet.run("Export-ASRSupportBundle", { Job: failed.Name });
    expect(job).toMatchObject({ State: "Succeeded", StateDescription: "Completed" });
    const files = await bundle(job);
    expect(files.names).toEqual(
      expect.arrayContaining([
        "README.txt",
        "REDACTED.txt",
        "job.txt",
        "job.json",
        "job.log",
        "machine/var/log/ua_install.log",
        "machine/commands/df.txt",
      ]),
    );
    expect(files.read("job.txt")).toContain("InstallerFailed");
    expect(files.read("machine/var/log/ua_install.log")).toMatch(/LAB INSTALLER of/);
    expect(files.read("REDACTED.txt")).toMatch(/^machine\/var\/log\/ua_install\.log:\d+: known secret$/m);
    for (const name of files.names) {
      expect(files.read(name), name).not.toContain(LAB_CONFIGURATION_SERVER.passphrase);
      expect(files.read(name), name).not.toContain("hunter2");
    }
  });

  it("bundle without a machine that is off, and say so", async () => {
    const item = await adopt("silent");
    const failed = await fleet.run("Test-ASRMobilityService", { ProtectableItem: item.itemId });
    await item.lab.crash();
    const job = await fleet.run("Export-ASRSupportBundle", { Job: failed.Name });
    expect(job).toMatchObject({ State: "Succeeded", StateDescription: "PartiallySucceeded" });
    expect((await bundle(job)).read("README.txt")).toContain("MachineUnreachable");
  });

  it("wait for the vendor's own update, and do nothing when it brought the version", async () => {
    const item = await adopt("vendor-was-first");
    await item.lab.setFaults({ vendorUpdateRunning: true });
    const job = await fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: item.protectedId });
    await until(async () => /vendor's own update/.test(taskOf(await read(job), "check-readiness")?.Message ?? ""));
    await item.lab.exec(`sed -i --follow-symlinks 's/^VERSION=.*/VERSION=${TARGET}/' /usr/local/.vx_version`);
    await item.lab.setFaults({});
    expect(await fleet.ended(job)).toMatchObject({ State: "Succeeded", Errors: [] });
    expect(await installedVersion(item.lab)).toBe(TARGET);
    expect(await installations(item.lab)).toBe(0);
  });

  /** Downloads and unpacks what a job wrote. */
  async function bundle({ Name }: AsrJob) {
    const { DownloadUrl, Sha256, SizeInBytes } = await fleet.client.call<{ DownloadUrl: string; Sha256: string; SizeInBytes: number }>(
      "Get-ASRSupportBundle",
      { Job: Name },
    );
    const zip = Buffer.from(await (await fetch(DownloadUrl)).arrayBuffer());
    expect(createHash("sha256").update(zip).digest("hex")).toBe(Sha256);
    expect(zip.length).toBe(SizeInBytes);
    const { names, read, remove } = await unzip(zip);
    const texts = new Map(names.map((name) => [name, read(name).toString("utf8")]));
    await remove();
    return { names, read: (name: string) => texts.get(name) ?? "" };
  }
});
