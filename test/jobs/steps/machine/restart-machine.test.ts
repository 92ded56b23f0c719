import { expect, it } from "vitest";
import { platformOf } from "../../../../lib/agents/platform-of.js";
import { restartMachine, verifyRestart } from "../../../../lib/jobs/steps/machine/restart-machine.js";
import { probeOutput } from "../../../agents/linux/probe-sample.js";
import { anInstaller } from "../../../store/samples.js";
import { onMachine } from "../on-machine.js";

const hop = { version: "9.62.7096.0", sha256: "ab".repeat(32), sizeBytes: 1, fileName: "x.tar.gz" };
const RUN = { launchedAt: "2026-11-01T10:00:00.000Z" };
const REBOOTED = { ...RUN, lost: "the machine was restarted meanwhile", rebooted: true };
const DOWN = probeOutput({ process: [], status: [] });

it("restarts a machine that waits for it, by the script of its platform, and no other", async () => {
  const waiting = onMachine({ shows: [probeOutput()], learned: { reboot: "Recommended" } });
  expect(await restartMachine.run(waiting.context)).toMatchObject({ type: "done", learned: { runs: { restart: {} } } });
  expect(waiting.launched).toEqual([platformOf("Linux").restart]);
  const content = onMachine({ shows: [probeOutput()], learned: { reboot: "None" } });
  expect(await restartMachine.run(content.context)).toMatchObject({ skipped: true });
  expect(content.launched).toEqual([]);
});

it.each([
  ["9.55.1.6000", 1],
  ["9.61.1.7016", 0],
])("restarts before a hop only where the loaded driver %s is too far behind", async (driver, restarts) => {
  const shown = probeOutput({ "driver-version": `Product Version : ${driver.replaceAll(".", ",")}` });
  const { context, launched } = onMachine({ shows: [shown], hop });
  await restartMachine.run(context);
  expect(launched).toHaveLength(restarts);
});

it("waits until services and driver are back after the restart, and empties the run slot", async () => {
  const back = onMachine({ shows: [DOWN, DOWN, probeOutput()], learned: { runs: { restart: REBOOTED } } });
  expect(await verifyRestart.run(back.context)).toMatchObject({ learned: { reboot: "None", restarted: true } });
  expect([back.cleared, back.looks()]).toEqual([["restart"], 3]);
  const never = onMachine({ shows: [DOWN], learned: { runs: { restart: REBOOTED } } });
  await expect(verifyRestart.run(never.context)).rejects.toMatchObject({ code: "ServicesNotRunning" });
  expect(never.looks()).toBe(30);
});

it("keeps which driver a restart between two hops loaded", async () => {
  const { context } = onMachine({ shows: [probeOutput()], hop, learned: { runs: { [`restart ${hop.version}`]: REBOOTED } } });
  expect(await verifyRestart.run(context)).toMatchObject({ learned: { driverVersionAtBoot: "9.62.7096.0" } });
});

it("goes on to no hop for which the restart brought a kernel that is not supported", async () => {
  const learned = { osTag: "RHEL8-64", targetVersion: hop.version, runs: { [`restart ${hop.version}`]: REBOOTED } };
  const older = ["VERSION=9.60.6956.1", "OS_BUILT_FOR=RHEL8-64", "INSTALLATION_DIR=/usr/local/ASR/Vx", "AGENT_CONFIGURATION_STATUS=Succeeded"];
  const found = onMachine({ shows: [probeOutput({ "version-file": older })], hop, learned });
  const list = { osTag: "RHEL8-64", version: hop.version, asOf: "2026-10-01", kernels: ["4.18.0-1.el8.x86_64"] };
  await found.installers.create(anInstaller({ version: hop.version, osTag: "RHEL8-64" }));
  await found.installers.putKernels({ ...list, importedAt: "2026-10-01T00:00:00.000Z" });
  await expect(verifyRestart.run(found.context)).rejects.toMatchObject({ code: "UnsupportedKernel" });
});

it("does not take a command that ended for a restart", async () => {
  for (const run of [
    { ...RUN, exitCode: 1 },
    { ...RUN, lost: "its process is gone" },
  ]) {
    const { context } = onMachine({ shows: [probeOutput()], learned: { runs: { restart: run } } });
    await expect(verifyRestart.run(context)).rejects.toMatchObject({ code: "RebootRequired" });
  }
});
