import { describe, expect, it } from "vitest";
import type { AsrJob } from "../../../lib/api/objects/job.js";
import type { LabFaults } from "../../../local/lab/machine/spec.js";
import { lacksLab, noLab } from "../../local/lab/here.js";
import { BEFORE, installations, installedVersion, noRealSshd, TARGET, taskOf, UBUNTU, until } from "../fleet.js";
import { servedFleet } from "../served-fleet.js";
import { escaped, eventsOf, expectFailure } from "./expect-failure.js";

describe.skipIf(noLab)(`troubles of machines${lacksLab}`, { timeout: 180_000, concurrent: true }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU }]);

  const adopt = (name: string) => fleet.adopt({ name, osTag: UBUNTU, agent: { version: BEFORE } });

  it.each<[string, LabFaults, string, RegExp]>([
    ["a lock that an installer left behind", { staleLock: true }, "StaleInstallerLock", /install\.lck/],
    ["an incomplete hosts file", { hostsFileIncomplete: true }, "HostsFileIncomplete", /\/etc\/hosts/],
    ["secure boot", { secureBoot: true }, "SecureBootEnabled", /secure boot/],
  ])("are found before anything is changed: %s", async (_what, faults, code, message) => {
    const item = await adopt(code.toLowerCase());
    await item.lab.setFaults(faults);
    const job = await fleet.update(item);
    expectFailure(job, code, message);
    expect(await installations(item.lab)).toBe(0);
    await item.lab.setFaults({});
    expect(await fleet.update(item)).toMatchObject({ State: "Succeeded" });
  });

  it("are told all at once when there are several", async () => {
    const item = await adopt("several");
    await item.lab.setFaults({ hostsFileIncomplete: true, secureBoot: true });
    const job = await fleet.update(item);
    expect(job.Errors.map(({ ServiceErrorDetails }) => ServiceErrorDetails.Code).sort()).toEqual(["HostsFileIncomplete", "SecureBootEnabled"]);
  });

  it("are told of a system that has no installer", async () => {
    const item = await fleet.add({ name: "fedora", osTag: "unsupported" });
    const job = await fleet.run("Install-ASRMobilityService", { ProtectableItem: item.itemId });
    expectFailure(job, "UnsupportedOperatingSystem", /does not support Fedora release 40 \(Forty\): of the Red Hat family RHEL/);
    const { BlockedBy } = await fleet.client.call<{ BlockedBy: { Code: string; Message: string }[] }>("Get-ASRMobilityServiceUpdate", {
      ProtectableItem: item.itemId,
    });
    expect(BlockedBy[0]).toMatchObject({ Code: "UnsupportedOperatingSystem", Message: expect.stringContaining("of the Red Hat family") });
  });

  it.each<[string, LabFaults, string, RegExp]>([
    ["fails with a code of its own", { installerExitCode: 150 }, "InstallerFailed", new RegExp(`The machine has version ${BEFORE}`)],
    ["does nothing and claims success", { installerDoesNothing: true }, "InstallerDidNothing", new RegExp(BEFORE)],
    ["does not know the running kernel", { installerExitCode: 208 }, "UnsupportedKernel", /the running kernel is not supported/],
  ])("end in an error with advice when the installer %s", async (_what, faults, code, message) => {
    const item = await adopt(code.toLowerCase());
    await item.lab.setFaults(faults);
    const job = await fleet.update(item);
    expectFailure(job, code, message);
    const log = await fleet.client.call<{ Text: string }>("Get-ASRJobLog", { Name: job.Name });
    expect(log.Text).toContain(`LAB INSTALLER of ${TARGET}`);
    expect(await eventsOf(fleet.client, item.name)).toMatchObject([
      { EventCode: code, Severity: "Warning", EventType: "AgentHealth", JobId: job.ID },
    ]);
    expect(await installations(item.lab)).toBe(1);
  });

  it("are seen when the machine restarts in the middle; the next update succeeds", async () => {
    const item = await adopt("restarts");
    await item.lab.setFaults({ rebootDuringInstall: true });
    const boot = item.lab.bootId();
    expectFailure(await fleet.update(item), "InstallerLost", /restarted/);
    expect(item.lab.bootId()).not.toBe(boot);
    // The real installer leaves its lock behind, too; its advice is to remove it.
    expectFailure(await fleet.update(item), "StaleInstallerLock", /install\.lck/);
    await item.lab.exec("rm -f /usr/local/.install.lck");
    expect(await fleet.update(item)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
    expect(await installedVersion(item.lab)).toBe(TARGET);
  });

  it("wait for the vendor's own update, and go on when it has ended", async () => {
    const item = await adopt("vendor");
    await item.lab.setFaults({ vendorUpdateRunning: true });
    const job = await fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: item.protectedId });
    await until(async () => /vendor's own update/.test(taskOf(await read(job), "check-readiness")?.Message ?? ""));
    expect(await read(job)).toMatchObject({ State: "InProgress", Errors: [] });
    await item.lab.setFaults({});
    expect(await fleet.ended(job)).toMatchObject({ State: "Succeeded" });
    expect(await installations(item.lab)).toBe(1);
  });

  it("never follow a changed host key, and show both fingerprints", async () => {
    const item = await adopt("new-key");
    const old = item.lab.hostKey().sha256;
    await item.lab.changeHostKey();
    const job = await fleet.update(item, { AcceptHostKey: true });
    expectFailure(job, "HostKeyMismatch", new RegExp(escaped(old)));
    expect(job.Errors[0]?.ServiceErrorDetails.Message).toContain(item.lab.hostKey().sha256);
    expect(await installedVersion(item.lab)).toBe(BEFORE);
  });

  it("are told after some tries when the machine is off, and pass when it is back in time", async () => {
    const item = await adopt("off");
    await item.lab.crash();
    const job = await fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: item.protectedId });
    await until(async () => /Tries again/.test(taskOf(await read(job), "open-machine")?.Message ?? ""));
    await item.lab.start();
    expect(await fleet.ended(job)).toMatchObject({ State: "Succeeded", Errors: [] });
    await item.lab.crash();
    const { address } = item.lab.place();
    expectFailure(await fleet.update(item), "MachineUnreachable", new RegExp(escaped(address)));
  });

  it("do not touch another machine that took over the address", async () => {
    const item = await adopt("moved");
    const place = item.lab.place();
    await item.lab.crash();
    const other = await fleet.lab.machine({
      name: "newcomer",
      osTag: UBUNTU,
      agent: { version: BEFORE },
      account: { name: "root", publicKeys: [fleet.publicKey] },
    });
    await other.moveTo(place);
    expectFailure(await fleet.update(item), "HostKeyMismatch", /SHA256:/);
    expect(await installations(other)).toBe(0);
  });

  it("do not touch a clone that has the same host key", async () => {
    const item = await adopt("cloned");
    await item.lab.exec("echo 4c4c4544-0000-1111-2222-333344445555 >/sys/class/dmi/id/product_uuid");
    const job = await fleet.update(item);
    expectFailure(job, "WrongMachine", /BIOS id is 4c4c4544/i);
    expect(job.Errors[0]?.ProviderErrorDetails).toMatchObject({ ErrorId: "EP0970" }); // it was added as a physical server
    expect(await installations(item.lab)).toBe(0);
  });

  it("stop before a machine that was renamed, until its new name is accepted", async () => {
    const item = await adopt("renamed");
    await item.lab.exec("echo web-new >/etc/hostname; echo web-new >/proc/sys/kernel/hostname; echo 127.0.1.1 web-new >>/etc/hosts");
    const job = await fleet.update(item);
    expectFailure(job, "MachineRenamed", /host name is web-new, expected renamed/);
    expect(job.Errors[0]?.ProviderErrorDetails).toMatchObject({ ErrorId: "EP2005" });
    expect(await installations(item.lab)).toBe(0);
    const accepting = { ReplicationProtectedItem: item.protectedId, AcceptHostNameChange: true };
    expect(await fleet.run("Update-ASRMobilityService", accepting)).toMatchObject({ State: "Succeeded" });
    expect(await fleet.run("Test-ASRMobilityService", { ProtectableItem: item.itemId })).toMatchObject({ State: "Succeeded" });
  });

  it("wait in line when another job is at work on the same machine", async () => {
    const item = await adopt("in-line");
    const update = fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: item.protectedId });
    const test = fleet.start("Test-ASRMobilityService", { ProtectableItem: item.itemId });
    const jobs = await Promise.all([update, test].map(async (job) => fleet.ended(await job)));
    for (const job of jobs) expect(job).toMatchObject({ State: "Succeeded" });
  });

  describe.skipIf(noRealSshd)(`that need namespaces and root${noRealSshd}`, { concurrent: true }, () => {
    it("are found before anything is changed: a read-only file system where the installer writes, though ours is not", async () => {
      const item = await adopt("read-only");
      await item.lab.exec("mount --bind /usr/local /usr/local && mount -o remount,bind,ro /usr/local");
      expectFailure(await fleet.update(item), "ReadOnlyFileSystem", /file system at \/usr\/local is mounted read-only/);
      expect((await item.lab.exec("ls -A /var/lib/mobility-fleet/cache 2>/dev/null")).stdout).toBe(""); // not even copied
      await item.lab.exec("umount /usr/local");
      expect(await fleet.update(item)).toMatchObject({ State: "Succeeded" });
    });

    it("are found before anything is changed: too little space", async () => {
      const item = await fleet.adopt({ name: "full", osTag: UBUNTU, agent: { version: BEFORE }, freeDiskBytes: 3 * 2 ** 30 });
      await item.lab.setFreeDisk(1 * 2 ** 30);
      expectFailure(await fleet.update(item), "NotEnoughSpace", /needs 2097152 KB/);
      expect(await installations(item.lab)).toBe(0);
      await item.lab.setFreeDisk(3 * 2 ** 30);
      expect(await fleet.update(item)).toMatchObject({ State: "Succeeded" });
    });
  });

  const read = ({ Name }: Pick<AsrJob, "Name">) => fleet.client.call<AsrJob>("Get-ASRJob", { Name });
});
