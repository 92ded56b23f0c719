import { Secret } from "../../lib/core/secret.js";
import { credentialSecretName, encodeCredential } from "../../lib/fleet/accounts/credential-secret.js";
import { isFinal } from "../../lib/jobs/job.js";
import type { JobMessage } from "../../lib/jobs/ports.js";
import { aMachine, anAccount } from "../../test/jobs/engine/engine.js";
import { memoryStorage } from "../../test/store/memory/memory-storage.js";
import { aFabric } from "../../test/store/samples.js";
import { type AgentMachine, agentMachine, type MachineStart } from "../machine/agent-machine.js";
import { type SimulatedTime, simulatedTime } from "../time/simulated-time.js";
import { installerFile, listInstaller } from "./installers.js";
import { REGISTRATION_SECRET } from "./registration-secret.js";
import { type Receive, simulatedQueue } from "./simulated-queue.js";
import { watchedJobs } from "./watched-jobs.js";

export const VERSIONS = { before: "9.16.1.1", between: "9.20.1.1", target: "9.24.1.1" } as const;
const BEGIN = Date.parse("2026-11-01T10:00:00.000Z");

/** A machine of a fleet: how it is found, and what its row says besides. */
export type FleetMachine = MachineStart & Readonly<{ name: string; row?: Partial<ReturnType<typeof aMachine>> }>;
/** How machines are made: simulated, or real ones of this computer. */
export type MakeMachine = (start: MachineStart & Readonly<{ now: () => number }>) => AgentMachine;

type Options = Readonly<{
  machines: readonly FleetMachine[];
  make?: MakeMachine;
  receive: Receive;
  poisoned: (message: JobMessage) => void;
}>;

/** All that processes share: time, storage, queue and machines. One modernized fabric with the installers of two hops. */
export async function simulatedFleet({ machines, make = agentMachine, receive, poisoned }: Options) {
  const time: SimulatedTime = simulatedTime(BEGIN);
  const jobs = watchedJobs();
  const { queue: _other, ...rest } = memoryStorage();
  const stores = { ...rest, jobs: jobs.store };
  const queue = simulatedQueue({ time, receive, poisoned });
  const boxes = new Map<string, AgentMachine>();
  await stores.fabrics.create(aFabric({ name: "fabric", generation: "Modernized", registrationSecret: "registration" }));
  await stores.fabrics.createContainer({ fabric: "fabric", name: "container", friendlyName: "container" });
  await stores.secrets.put("registration", new Secret(REGISTRATION_SECRET));
  await stores.accounts.create(anAccount());
  await stores.secrets.put(credentialSecretName("fabric", "1"), encodeCredential({ password: new Secret("pw") }));
  for (const version of [VERSIONS.between, VERSIONS.target]) await listInstaller(stores, installerFile(version));
  for (const { name, row, ...start } of machines) {
    boxes.set(name, make({ ...start, now: time.now }));
    await stores.machines.create(aMachine({ name, friendlyName: name, address: name, ...row }));
  }
  return {
    ...{ time, stores, queue, boxes },
    rows: jobs.rows,
    allEnded: (): boolean => [...jobs.rows.values()].every(isFinal) && queue.isEmpty(),
    close: () => {
      for (const box of boxes.values()) box.close();
    },
  };
}
export type SimulatedFleet = Awaited<ReturnType<typeof simulatedFleet>>;
