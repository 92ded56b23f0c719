import { uuidv7 } from "../../lib/core/ids.js";
import type { RunAsAccount } from "../../lib/fleet/accounts/account.js";
import type { FleetEvent } from "../../lib/fleet/alerts/event.js";
import type { Fabric } from "../../lib/fleet/fabrics/fabric.js";
import type { Installer } from "../../lib/fleet/installers/installer.js";
import { Machine } from "../../lib/fleet/machines/machine.js";
import { Job } from "../../lib/jobs/job.js";

export const aFabric = (over: Partial<Fabric> = {}): Fabric => ({
  ...{ name: "site-1", friendlyName: "Site 1", generation: "Classic", serverPort: 443, processServers: [], masterTargets: [], jumpHosts: [] },
  ...over,
});

export const aMachine = (over: Partial<Machine> = {}): Machine =>
  Machine.parse({
    ...{ fabric: "site-1", container: "servers", name: crypto.randomUUID(), friendlyName: `web-${crypto.randomUUID()}` },
    ...{ address: "127.0.0.1", osType: "Linux", ...over },
  });

export const anAccount = (over: Partial<RunAsAccount> = {}): RunAsAccount => ({
  ...{ fabric: "site-1", id: "1", name: "root", userName: "root", hasPassword: true, hasPrivateKey: false, isDomainAccount: false },
  ...{ credentialVersion: 1, provedVersion: 0, refusedBy: [], refusedInARow: 0, stopped: false },
  ...over,
});

export const anInstaller = (over: Partial<Installer> = {}): Installer => ({
  ...{ fileName: `agent-${crypto.randomUUID()}.tar.gz`, version: "9.62.7096.1", osTag: "UBUNTU-22.04-64", buildDate: "2024-08-01" },
  ...{ sha256: "a".repeat(64), sizeBytes: 10, importedAt: "2026-01-01T00:00:00.000Z" },
  ...over,
});

export const anEvent = (time: Date, over: Partial<FleetEvent> = {}): FleetEvent => ({
  ...{ name: uuidv7(time), code: "MachineUnreachable", type: "AgentHealth", severity: "Warning", description: "No answer", time: time.toISOString() },
  ...over,
});

export const aJob = (time: Date, over: Partial<Job> = {}): Job =>
  Job.parse({
    ...{ name: uuidv7(time), recipe: "update", state: "NotStarted", stateDescription: "NotStarted", input: {}, learned: {}, tasks: [], errors: [] },
    ...{ target: { kind: "machine", fabric: "site-1", container: "servers", name: "m-1", friendlyName: "web-1" } },
    ...{ step: 0, attempts: 0, ticket: 0, dueTime: time.toISOString(), createdTime: time.toISOString() },
    ...over,
  });
