import { describe, expect, it } from "vitest";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { OPERATIONS } from "../../lib/api/arm/operations.js";
import { type Clock, systemClock } from "../../lib/core/clock.js";
import { FleetError } from "../../lib/core/errors.js";
import { silentLog } from "../../lib/core/log.js";
import { settleDoubts } from "../../lib/fleet/secrets/settle-doubts.js";
import { sampleFleet } from "../api/call.js";
import { memoryContext } from "../api/memory-context.js";
import { memoryStorage } from "../store/memory/memory-storage.js";
import { CHANGES, CHANGES_NOTHING, CREATES, type Fleet, type Prepare } from "./repeated/changing-calls.js";

type Stores = ReturnType<typeof memoryStorage>;
type Fault = "is applied and its answer lost" | "is not applied";

const READS = /^(find|list|head|read|get|all|take|since|fabrics|accounts|installers|runTimes|link|uploadLink|downloadLink|sent$)/;
const A_DAY_LATER: Clock = { ...systemClock, now: () => new Date(Date.now() + 25 * 3_600_000) };

/** Stores whose n-th write from now on fails, and that say how many there were. */
function breakable() {
  const plan = { left: Number.POSITIVE_INFINITY, fault: "is not applied" as Fault, writes: 0 };
  const broken = (name: string) => new FleetError("StorageUnavailable", `${name}: no answer`, { retryable: true });
  const wrap = <P extends object>(port: P): P =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function" || READS.test(String(name))) return member;
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
  const unsent = jobs.filter(({ name, ticket }) => !context.queue.sent.some(({ message }) => message.jobName === name && message.ticket >= ticket));
  return {
    ...{ inFabrics, secrets: secrets.size, ...(await besides(context)) },
    jobs: jobs.map(({ recipe, state, cancelRequested }) => [recipe, state, cancelRequested].join(" ")).sort(),
    unsent: unsent.filter(({ state }) => state === "NotStarted" || state === "InProgress").map(({ recipe }) => recipe),
  };
}

const besides = async ({ alerts, installers, doubts }: Fleet["context"]) => ({
  setting: JSON.stringify(await alerts.findSetting()).replace(/alert-webhook-[0-9a-f-]+/, "alert-webhook-…"),
  holds: (await installers.listHolds()).length,
  kernels: (await installers.listKernels("UBUNTU-24.04-64")).length,
  doubts: (await doubts.list(100)).length,
});

/** The call once, or twice; with `broken` the n-th write of the first one goes wrong. */
async function run(prepare: Prepare, times: 1 | 2, broken?: Readonly<{ at: number; fault: Fault }>) {
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
  const call = await prepare(fleet);
  plan.writes = 0;
  if (broken) Object.assign(plan, { left: broken.at, fault: broken.fault });
  const statuses = [(await call()).status];
  const { writes } = plan;
  plan.left = Number.POSITIVE_INFINITY;
  if (times === 2) statuses.push((await call()).status);
  await settleDoubts({ ...fleet.context, auditKey: async () => undefined, clock: A_DAY_LATER, log: silentLog });
  return { statuses, writes, standing: await standing(fleet, secrets) };
}

/** Each write of the first call goes wrong in each way; `sound` says whether what the second one was answered, and left, is right. */
async function breakEachWrite(prepare: Prepare, writes: number, sound: (repaired: Awaited<ReturnType<typeof run>>, shown: string) => void) {
  expect(writes).toBeGreaterThan(0);
  for (let at = 1; at <= writes; at++) {
    for (const fault of ["is applied and its answer lost", "is not applied"] as const) {
      sound(await run(prepare, 2, { at, fault }), `write ${at} ${fault}`);
    }
  }
}

describe("a call that storage left without an answer is repaired by the same call", () => {
  it.each(Object.entries(CREATES))("%s", async (_name, prepare) => {
    const whole = await run(prepare, 1);
    expect(whole.statuses[0]).toBeLessThan(300);
    await breakEachWrite(prepare, whole.writes, ({ statuses, standing }, shown) => {
      expect({ shown, status: statuses[1] }).toEqual({ shown, status: whole.statuses[0] });
      expect({ shown, ...standing }).toEqual({ shown, ...whole.standing });
    });
  });

  it.each(Object.entries(CHANGES))("%s, which may be told that it was done before", async (_name, prepare) => {
    const [whole, again] = [await run(prepare, 1), await run(prepare, 2)];
    expect(whole.statuses[0]).toBeLessThan(300);
    await breakEachWrite(prepare, whole.writes, ({ statuses, standing }, shown) => {
      expect({ shown, status: [whole.statuses[0], again.statuses[1]].includes(statuses[1]) ? "as it should" : statuses[1] }).toEqual({
        ...{ shown, status: "as it should" },
      });
      expect({ shown, ...standing }).toEqual({ shown, ...again.standing });
    });
  });

  it("is shown for every cmdlet and every operation that changes anything", () => {
    const changing = [
      ...CMDLETS.map(({ name }) => shortName(name)).filter((name) => !/^(Get|Export-AsrInventory)/.test(name)),
      ...OPERATIONS.filter(({ method }) => method !== "GET").map(({ name }) => name),
    ].filter((name) => !CHANGES_NOTHING.includes(name));
    expect(changing.filter((name) => !(name in CREATES || name in CHANGES))).toEqual([]);
  });
});

const shortName = (name: string): string => name.replace("-AzureRmRecoveryServicesAsr", "-Asr");
