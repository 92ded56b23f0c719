import { expect, it } from "vitest";
import { parseProbe } from "../../../../lib/agents/linux/probe.js";
import { platformOf } from "../../../../lib/agents/platform-of.js";
import type { StepContext } from "../../../../lib/jobs/engine/step.js";
import { verifyAgent } from "../../../../lib/jobs/steps/agent/verify-agent.js";
import { probeOutput } from "../../../agents/linux/probe-sample.js";
import { aFabric } from "../../../store/samples.js";
import { handClock } from "../../engine/engine.js";

/** An installer of 9.63 ended with this code on a machine that has 9.62 and looks like this. */
async function verify(exitCode: number, seen: Parameters<typeof probeOutput>[0]) {
  const name = "install 9.63.7187.1";
  const context = {
    job: { name: "job-1", learned: { runs: { [name]: { launchedAt: "2026-11-01T10:00:00.000Z", exitCode } } } },
    hop: { version: "9.63.7187.1" },
    clock: handClock(),
    platform: () => platformOf("Linux"),
    fabric: async () => aFabric({}),
    probe: async () => parseProbe(probeOutput(seen)),
    remote: async () => ({ clear: async () => undefined }),
  };
  return verifyAgent.run(context as unknown as StepContext).catch((error: unknown) => error); // the step reads nothing else
}

const LOCK = "stale /usr/local/.install.lck";

it("takes a lock with no installer behind it, seen after the launch, for what it is before it", async () => {
  expect(await verify(1, { lock: LOCK })).toMatchObject({
    code: "StaleInstallerLock",
    retryable: false,
    message: expect.stringMatching(/ended with 1: .*install\.lck is left over/),
  });
});

it.each([
  ["an installer that is at work", 1, { lock: "alive /usr/local/.install.lck" }, "InstallerBusy"],
  ["an installer whose lock is of another name", 1, { lock: LOCK, command: "/bin/sh ./install -q -v VmWare" }, "InstallerBusy"],
  ["no lock at all", 1, {}, "InstallerBusy"],
  ["an end that has nothing to do with the lock", 150, { lock: LOCK }, "InstallerFailed"],
] as const)("does not take %s for a lock that was left", async (_what, exitCode, seen, code) => {
  expect(await verify(exitCode, seen)).toMatchObject({ code });
});
