import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Clock, systemClock } from "../../lib/core/clock.js";
import { FleetError } from "../../lib/core/errors.js";
import { silentLog } from "../../lib/core/log.js";
import { settleDoubts } from "../../lib/fleet/secrets/settle-doubts.js";
import { sampleFleet } from "../api/call.js";
import { memoryContext } from "../api/memory-context.js";
import { memoryStorage } from "../store/memory/memory-storage.js";
import { anInstaller } from "../store/samples.js";

type Stores = ReturnType<typeof memoryStorage>;
type Fault = "is applied and its answer lost" | "is not applied";

const WRITES = /^(create|put|replace|add|send|decide)/;
const A_DAY_LATER: Clock = { ...systemClock, now: () => new Date(Date.now() + 25 * 3_600_000) };

/** Stores whose n-th write from now on fails, and that say how many there were. */
function breakable() {
  const plan = { left: Number.POSITIVE_INFINITY, fault: "is not applied" as Fault, writes: 0 };
  const broken = (name: string) => new FleetError("StorageUnavailable", `${name}: no answer`, { retryable: true });
  const wrap = <P extends object>(port: P): P =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function" || !WRITES.test(String(name))) return member;
        return async (...args: unknown[]) => {
          plan.writes++;
          const fails = --plan.left === 0;
          if (fails && plan.fault === "is not applied") throw broken(String(name));
          const answer: unknown = await Reflect.apply(member, target, args);
          if (fails) throw broken(String(name));
          return answer;
        };
      },
    });
  const stores = Object.fromEntries(Object.entries(memoryStorage()).map(([name, port]) => [name, wrap(port)])) as Stores; // the same ports
  return { stores, plan };
}

type Fleet = Awaited<ReturnType<typeof sampleFleet>>;
const CSV = "Fabric,FriendlyName,Address,OSType\r\nCS1,web-09,10.0.0.9,Linux\r\n";
const INSTALLER = "Microsoft-ASR_UA_9.62.7096.1_UBUNTU-22.04-64_GA_20Jun2024_release.tar.gz";
const Providers = z.object({ value: z.array(z.looseObject({})) });
const KEY = Buffer.alloc(32, 1).toString("base64");

/** Every cmdlet that makes something, with what it is called with. */
const CREATES: Readonly<Record<string, (fleet: Fleet) => object | Promise<object>>> = {
  "New-AsrProtectableItem": ({ container }) => ({ ProtectionContainer: container, FriendlyName: "vm2", IPAddress: "10.0.0.5", OSType: "Linux" }),
  "New-AsrReplicationProtectedItem": ({ item }) => ({ ProtectableItem: item, Name: "vm1-item", Account: "LinuxAccount" }),
  "New-AsrRunAsAccount": () => ({ Fabric: "CS1", AccountName: "Second", UserName: "root", Password: "password-canary" }),
  "Set-AsrFabric": () => ({ Name: "CS2", Generation: "Classic", ServerAddress: "10.0.0.3", Passphrase: "p4ssphrase-canary" }),
  "Set-AsrAlertSetting": () => ({ WebhookUrl: "https://hooks.example/x", WebhookSecret: KEY }),
  "Import-AsrInventory": () => ({ Content: CSV }),
  "Import-AsrMobilityServiceInstaller": () => ({ FileName: INSTALLER }),
  "New-AsrMobilityServiceDeploymentPackage": async ({ context }) => {
    await context.installers.create(anInstaller({ fileName: INSTALLER }));
    return { Fabric: "CS1" };
  },
  "New-AsrMobilityServiceHold": () => ({ Version: "9.62.7096.1", Reason: "faulty" }),
  "Test-AsrMobilityService": ({ protectedItem }) => ({ ReplicationProtectedItem: protectedItem }),
  "Update-AsrMobilityService": ({ container }) => ({ ProtectionContainer: container, Account: "LinuxAccount" }),
  "Update-AsrServicesProvider": async ({ call }) => ({
    InputObject: Providers.parse((await call("Get-AsrServicesProvider", { Fabric: "CS1" })).body).value[0],
  }),
};

/** How many there are of everything that a call can make, and for which jobs a message is on its way. */
async function standing({ context }: Fleet, secrets: ReadonlySet<string>) {
  const [fabrics, jobs] = [await context.fabrics.list(), (await context.jobs.list({}, { size: 100 })).items];
  const inFabrics = await Promise.all(
    fabrics.map(async ({ name }) => [
      name,
      (await context.fabrics.listContainers(name)).length,
      (await context.accounts.list(name)).map((account) => [account.name, account.stopped]),
      (await context.machines.list(name, "default", { size: 100 })).items
        .map(({ friendlyName, protectedItem }) => `${friendlyName} ${protectedItem}`)
        .sort(),
    ]),
  );
  const sent = new Set(context.queue.sent.map(({ message }) => message.jobName));
  const unsent = jobs.filter(({ name }) => !sent.has(name)).map(({ recipe }) => recipe);
  const recipes = jobs.map(({ recipe }) => recipe).sort();
  return { inFabrics, recipes, unsent, secrets: secrets.size, holds: (await context.installers.listHolds()).length };
}

async function run(cmdlet: string, broken?: Readonly<{ at: number; fault: Fault }>) {
  const { stores, plan } = breakable();
  const secrets = new Set<string>();
  const { put, remove } = { put: stores.secrets.put, remove: stores.secrets.remove };
  const watched = {
    ...stores,
    secrets: {
      ...{ find: (name: string) => stores.secrets.find(name) },
      put: async (...args: Parameters<typeof put>) => {
        secrets.add(args[0]);
        await put(...args);
      },
      remove: async (name: string) => {
        await remove(name);
        secrets.delete(name);
      },
    },
  };
  const fleet = await sampleFleet(memoryContext(systemClock, watched));
  const parameters = await (CREATES[cmdlet] ?? expect.unreachable())(fleet);
  plan.writes = 0;
  if (broken) Object.assign(plan, { left: broken.at, fault: broken.fault });
  const statuses = [(await fleet.call(cmdlet, parameters)).status];
  const { writes } = plan;
  if (broken) {
    plan.left = Number.POSITIVE_INFINITY;
    statuses.push((await fleet.call(cmdlet, parameters)).status);
  }
  await settleDoubts({ ...fleet.context, auditKey: async () => undefined, clock: A_DAY_LATER, log: silentLog });
  return { statuses, writes, standing: await standing(fleet, secrets) };
}

describe("a call that storage left without an answer is repaired by the same call", () => {
  it.each(Object.keys(CREATES))("%s", async (cmdlet) => {
    const whole = await run(cmdlet);
    expect(whole.statuses[0]).toBeLessThan(300);
    expect(whole.writes).toBeGreaterThan(0);
    for (let at = 1; at <= whole.writes; at++) {
      for (const fault of ["is applied and its answer lost", "is not applied"] as const) {
        const repaired = await run(cmdlet, { at, fault });
        const shown = `write ${at} ${fault}`;
        expect({ shown, status: repaired.statuses[1] }).toEqual({ shown, status: whole.statuses[0] });
        expect({ shown, ...repaired.standing }).toEqual({ shown, ...whole.standing });
      }
    }
  });
});
