import type { RemoteMachine, RunState } from "../../lib/remote/machine.js";
import { probeOutput } from "../../test/agents/linux/probe-sample.js";
import { NEW_VERSION, OLD_VERSION } from "../lab/target.js";

/** A machine that answers at once, in this process: what it runs ends at once, and then it has the new version. */
export function simulatedMachine(name: string): () => Promise<RemoteMachine> {
  let version = OLD_VERSION;
  let slot: RunState = { state: "none" };
  const remote: RemoteMachine = {
    hostKey: { type: "ssh-ed25519", sha256: "A".repeat(43) },
    script: async () => ({ exitCode: 0, stdout: described(name, version), stderr: "", truncated: false }),
    run: async () => ({ exitCode: 0, stdout: "", stderr: "", truncated: false }),
    stage: async ({ sha256, sizeBytes }) => ({ ready: true, path: `/var/lib/mobility-fleet/cache/${sha256}`, sentBytes: sizeBytes }),
    launch: async ({ run }, { installation }) => {
      version = NEW_VERSION;
      slot = { state: "ended", run, installation, exitCode: 98 };
      return slot;
    },
    look: async () => ({ ...slot, ...(slot.state === "ended" && { log: { text: PRINTED, from: 0, next: PRINTED.length, size: PRINTED.length } }) }),
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
