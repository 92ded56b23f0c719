import type { Clock } from "../../lib/core/clock.js";
import type { RemoteMachine, RunState } from "../../lib/remote/machine.js";
import { probeOutput } from "../../test/agents/linux/probe-sample.js";
import { NEW_VERSION, OLD_VERSION } from "../lab/target.js";

type Options = Readonly<{ clock: Clock; installerSeconds: number }>;

/** A machine that answers at once, in this process: what it runs ends after so long, and then it has the new version. */
export function simulatedMachine(name: string, { clock, installerSeconds }: Options): () => Promise<RemoteMachine> {
  let version = OLD_VERSION;
  let slot: RunState = { state: "none" };
  let begun = 0;
  const elapsed = () => Math.floor((clock.now().getTime() - begun) / 1000);
  const state = (): RunState => {
    if (slot.state !== "running") return slot;
    if (elapsed() < installerSeconds) return { ...slot, elapsedSeconds: elapsed() };
    version = NEW_VERSION;
    slot = { state: "ended", run: slot.run, installation: slot.installation, exitCode: 98, elapsedSeconds: installerSeconds };
    return slot;
  };
  const remote: RemoteMachine = {
    hostKey: { type: "ssh-ed25519", sha256: "A".repeat(43) },
    script: async () => ({ exitCode: 0, stdout: described(name, version), stderr: "", truncated: false }),
    run: async () => ({ exitCode: 0, stdout: "", stderr: "", truncated: false }),
    stage: async ({ sha256, sizeBytes }) => ({ ready: true, path: `/var/lib/mobility-fleet/cache/${sha256}`, sentBytes: sizeBytes }),
    launch: async ({ run }, { installation }) => {
      begun = clock.now().getTime();
      slot = { state: "running", run, installation, elapsedSeconds: 0 };
      return state();
    },
    look: async ({ offset = 0, waitSeconds = 0 } = { offset: 0, bytes: 0 }) => {
      const left = begun + installerSeconds * 1000 - clock.now().getTime();
      if (state().state === "running" && waitSeconds > 0) await clock.sleep(Math.min(left, waitSeconds * 1000));
      const printed = PRINTED.slice(0, state().state === "ended" ? PRINTED.length : PRINTED.length / 2);
      return {
        ...state(),
        ...(slot.state !== "none" && { log: { text: printed.slice(offset), from: offset, next: printed.length, size: printed.length } }),
      };
    },
    logTail: async () => PRINTED,
    clear: async () => {
      slot = { state: "none" };
    },
    close: async () => {},
  };
  return async () => remote;
}

const PRINTED = `${"2026-11-01 10:00:00 stage copy\n".repeat(20)}`;

const described = (name: string, version: string): string =>
  probeOutput({
    ...{ clock: String(Math.floor(Date.now() / 1000)), "host-name": name, kernel: "5.10.0-30-amd64" },
    ...{ "machine-id": name, "bios-id": name, "boot-id": name, "redhat-release": undefined },
    ...{ "os-release": 'PRETTY_NAME="Debian GNU/Linux 11 (bullseye)"', "debian-version": "11.9" },
    "version-file": [`VERSION=${version}`, "INSTALLATION_DIR=/usr/local/ASR", "AGENT_CONFIGURATION_STATUS=Succeeded"],
    config: ["Role=Agent", "CSType=CSLegacy", "HostId=1", "Hostname=10.20.0.4"],
  });
