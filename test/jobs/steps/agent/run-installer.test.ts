import { expect, it } from "vitest";
import { parseProbe } from "../../../../lib/agents/linux/probe.js";
import { platformOf } from "../../../../lib/agents/platform-of.js";
import type { Probe } from "../../../../lib/agents/probe.js";
import type { MachineContext } from "../../../../lib/jobs/engine/step.js";
import type { PathRecipe } from "../../../../lib/jobs/recipe-records.js";
import { runInstaller } from "../../../../lib/jobs/steps/agent/run-installer.js";
import type { LaunchState } from "../../../../lib/remote/machine.js";
import { probeOutput } from "../../../agents/linux/probe-sample.js";
import { handClock, timing } from "../../engine/engine.js";

const hop = { version: "9.63.7200.1", sha256: "ab".repeat(32), sizeBytes: 1, fileName: "x.tar.gz" };
const NAME = `install ${hop.version}`;

/** A machine that had 9.62.7096.0 when the job came, and answers with `now` after the installer was copied, or was there already. */
function installer({ now, copied }: Readonly<{ now: string; copied: boolean }>) {
  const asked: string[] = [];
  const first = parseProbe(probeOutput());
  const probe = async ({ fresh = false } = {}): Promise<Probe> => {
    asked.push(fresh ? "all anew" : "all");
    return fresh ? parseProbe(now) : first;
  };
  const script = async (_text: string, { args = [] }: { args?: string[] } = {}) => {
    asked.push(args.join(" "));
    return { stdout: now };
  };
  const launch = async (): Promise<LaunchState> => {
    asked.push("launch");
    return { state: "running", run: { job: "job-1", name: NAME }, installation: "i", elapsedSeconds: 0 };
  };
  const look = async () => ({ state: "none" });
  const clock = handClock();
  const job = { name: "job-1", step: 1, learned: {}, tasks: [{ stateDescription: copied ? "Completed" : "Skipped" }, {}] };
  const fabric = async () => ({ generation: "Classic" });
  const remote = async () => ({ script, launch, look });
  const platform = () => platformOf("Linux");
  const context = { job, hop, platform, probe, remote, fabric, clock, timing, fence: { installation: "i", token: 1 }, content: {} };
  return { asked, run: () => runInstaller.run(context as unknown as MachineContext<PathRecipe>) }; // the step reads nothing else
}

it("looks at the agent alone after a copy, and starts when it is what it was", async () => {
  const { asked, run } = installer({ now: probeOutput(), copied: true });
  expect(await run()).toMatchObject({ type: "done", message: `Started "${NAME}" on the machine` });
  expect(asked).toEqual(["all", "agent", "launch"]);
});

it("does not look again when nothing was copied", async () => {
  const { asked, run } = installer({ now: probeOutput(), copied: false });
  await run();
  expect(asked).toEqual(["all", "launch"]);
});

it("looks at everything when somebody changed the agent meanwhile", async () => {
  const newer = installer({ now: probeOutput({ "version-file": "VERSION=9.64.1.1" }), copied: true });
  await expect(newer.run()).rejects.toMatchObject({ code: "DowngradeRefused" });
  expect(newer.asked).toEqual(["all", "agent", "all anew"]);
  const equal = installer({ now: probeOutput({ "version-file": `VERSION=${hop.version}` }), copied: true });
  expect(await equal.run()).toMatchObject({ type: "done", skipped: true });
  const gone = installer({ now: probeOutput({ "version-file": undefined, "version-link": undefined }), copied: true });
  await gone.run();
  expect(gone.asked).toEqual(["all", "agent", "all anew", "launch"]);
});

it("waits for the vendor's own update that began while the installer was copied", async () => {
  const { asked, run } = installer({ now: probeOutput({ command: "/bin/bash /usr/local/ASR/Vx/bin/AgentUpgrade.sh -j job.json" }), copied: true });
  await expect(run()).rejects.toThrow("vendor's own update");
  expect(asked).toEqual(["all", "agent", "all anew"]);
});
