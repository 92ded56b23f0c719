import { expect, it } from "vitest";
import { checkReboot } from "../../../../lib/jobs/steps/machine/check-reboot.js";
import { probeOutput } from "../../../agents/linux/probe-sample.js";
import { onMachine } from "../on-machine.js";

const UPDATED = { hops: [{ version: "9.62.7096.0", sha256: "ab".repeat(32), sizeBytes: 1, fileName: "x" }] };
const driver = (version: string) => probeOutput({ "driver-version": `Product Version : ${version.replaceAll(".", ",")}` });

it("recommends a restart after an update, and names the driver that stays loaded until then", async () => {
  const { context } = onMachine({ shows: [driver("9.61.1.7016")], learned: { ...UPDATED, versionBefore: "9.61.7016.0" } });
  expect(await checkReboot.run(context)).toMatchObject({
    learned: { reboot: "Recommended", rebootWarning: expect.stringMatching(/recommended: .*9\.61\.1\.7016/) },
  });
});

it("demands one when the loaded driver is more than four releases behind", async () => {
  const { context } = onMachine({ shows: [driver("9.55.1.6000")], learned: { ...UPDATED, versionBefore: "9.55.6000.0" } });
  expect(await checkReboot.run(context)).toMatchObject({ learned: { reboot: "Mandatory", rebootWarning: expect.stringMatching(/mandatory/) } });
});

it("needs none where nothing was updated, and where no agent is", async () => {
  expect(await checkReboot.run(onMachine({ shows: [probeOutput()] }).context)).toMatchObject({ learned: { reboot: "None" } });
  const gone = probeOutput({ "version-link": undefined, "version-file": undefined, "driver-loaded": "no" });
  expect(await checkReboot.run(onMachine({ shows: [gone] }).context)).toMatchObject({ skipped: true });
});
