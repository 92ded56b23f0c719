import { expect, it } from "vitest";
import { importVault } from "../../lib/api/inventory/import-vault.js";
import { sealRecords } from "../../lib/audit/seal-records.js";
import { type Clock, systemClock } from "../../lib/core/clock.js";
import { FleetError } from "../../lib/core/errors.js";
import { silentLog } from "../../lib/core/log.js";
import { Secret } from "../../lib/core/secret.js";
import { secretOf } from "../../lib/fleet/accounts/credential-secret.js";
import { settleDoubts } from "../../lib/fleet/secrets/settle-doubts.js";
import { isFinal } from "../../lib/jobs/job.js";
import { sampleFleet } from "../api/call.js";
import { memoryContext } from "../api/memory-context.js";
import { memoryAudit } from "../store/memory/memory-audit.js";
import { memoryStorage } from "../store/memory/memory-storage.js";

type Stores = ReturnType<typeof memoryStorage>;
type Side = "before" | "after";
type Fleet = Awaited<ReturnType<typeof openFleet>>;

const WRITES = /^(create|put|replace|add|send|decide|note|remove|settle)/;
const LATER: Clock = { ...systemClock, now: () => new Date(Date.now() + 25 * 3_600_000) };

/** Stores whose process dies before or after its n-th write from now on: no later one of it has an effect. */
function mortal() {
  const plan = { at: Number.POSITIVE_INFINITY, side: "before" as Side, writes: 0 };
  const dead = () => new FleetError("StorageUnavailable", "nobody is there any more", { retryable: true });
  const secrets = new Set<string>();
  const wrap = <P extends object>(port: P, isSecrets: boolean): P =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function" || !WRITES.test(String(name))) return member;
        return async (...args: unknown[]) => {
          const n = ++plan.writes;
          if (n > plan.at || (n === plan.at && plan.side === "before")) throw dead();
          const answer: unknown = await Reflect.apply(member, target, args);
          if (isSecrets && name === "put") secrets.add(String(args[0]));
          if (isSecrets && name === "remove") secrets.delete(String(args[0]));
          if (n === plan.at) throw dead();
          return answer;
        };
      },
    });
  const stores = Object.fromEntries(Object.entries(memoryStorage()).map(([name, port]) => [name, wrap(port, name === "secrets")])) as Stores; // the same ports
  return { stores, plan, secrets };
}

async function openFleet() {
  const { stores, plan, secrets } = mortal();
  return {
    ...(await sampleFleet(memoryContext(systemClock, stores))),
    plan,
    secrets,
    audit: memoryAudit({ call: new Map(), job: new Map(), event: new Map() }),
  };
}

const WEBHOOK = { WebhookUrl: "https://hooks.example/x", WebhookSecret: Buffer.alloc(32, 1).toString("base64") };
const VAULT = { FromVault: true, AccessToken: "vault-token-canary" };

/** All that writes or lets go of a secret and of the row that names it, the second one after what stands first. */
const CHANGES: Readonly<Record<string, (fleet: Fleet) => Promise<unknown>>> = {
  "a new account": ({ call }) => call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "Second", UserName: "root", Password: "password-canary" }),
  "a changed credential": ({ call }) => call("Set-AsrRunAsAccount", { Fabric: "CS1", Account: "LinuxAccount", Password: "other-canary" }),
  "an account removed": async ({ call }) => call("Remove-AsrRunAsAccount", { Fabric: "CS1", Account: "Third" }),
  "a new fabric": ({ call }) => call("Set-AsrFabric", { Name: "CS2", Generation: "Classic", ServerAddress: "10.0.0.3", Passphrase: "canary-2" }),
  "a changed passphrase": ({ call }) => call("Set-AsrFabric", { Name: "CS1", Passphrase: "canary-3" }),
  "a webhook": ({ call }) => call("Set-AsrAlertSetting", WEBHOOK),
  "another webhook": ({ call }) => call("Set-AsrAlertSetting", { ...WEBHOOK, WebhookUrl: "https://hooks.example/y" }),
  "no webhook any more": ({ call }) => call("Set-AsrAlertSetting", { RemoveWebhook: true }),
  "an import with a token": ({ call }) => call("Import-AsrInventory", VAULT),
  "the audit's key": ({ audit, context }) => sealRecords({ ...context, audit, clock: systemClock })().catch(() => undefined),
};
const FIRST: Readonly<Record<string, (fleet: Fleet) => Promise<unknown>>> = {
  "an account removed": ({ call }) =>
    call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "Third", UserName: "root", Password: "password-canary" }),
  "another webhook": ({ call }) => call("Set-AsrAlertSetting", WEBHOOK),
  "no webhook any more": ({ call }) => call("Set-AsrAlertSetting", WEBHOOK),
};

/** Names of secrets that rows hold. */
async function named({ context, audit }: Fleet): Promise<readonly string[]> {
  const fabrics = await context.fabrics.list();
  const accounts = (await Promise.all(fabrics.map(({ name }) => context.accounts.list(name)))).flat();
  const usable = accounts.filter(({ hasPassword, hasPrivateKey }) => hasPassword || hasPrivateKey);
  const key = (await audit.findHead())?.value.keyName;
  const { webhook } = await context.alerts.findSetting();
  return [
    ...fabrics.flatMap(({ registrationSecret }) => registrationSecret ?? []),
    ...usable.map(secretOf),
    ...[key, webhook?.secret].flatMap((one) => one ?? []),
  ];
}

/** What is wrong with secrets and rows a day after the process died there, and how many writes there were. */
async function run(what: string, died?: Readonly<{ at: number; side: Side }>) {
  const fleet = await openFleet();
  await FIRST[what]?.(fleet);
  Object.assign(fleet.plan, { writes: 0, ...died });
  await CHANGES[what]?.(fleet);
  const { writes } = fleet.plan;
  fleet.plan.at = Number.POSITIVE_INFINITY;
  const auditKey = async () => (await fleet.audit.findHead())?.value.keyName;
  await settleDoubts({ ...fleet.context, auditKey, clock: LATER, log: silentLog });
  const names = new Set(await named(fleet));
  const jobs = (await fleet.context.jobs.list({}, { size: 100 })).items.filter((job) => !isFinal(job));
  const ofJobs = new Set(jobs.flatMap(({ input }) => input.vault?.tokenSecret ?? []));
  return {
    writes,
    nobodys: [...fleet.secrets].filter((name) => !names.has(name) && !ofJobs.has(name)),
    missing: [...names].filter((name) => !fleet.secrets.has(name)),
    doubts: await fleet.context.doubts.list(10),
  };
}

const RIGHT = { nobodys: [], missing: [], doubts: [] };

it.each(Object.keys(CHANGES))("leaves no secret that no row names, and no row without its secret, whenever the process dies in %s", async (what) => {
  const { writes, ...whole } = await run(what);
  expect(writes).toBeGreaterThan(1);
  expect(whole).toEqual(RIGHT);
  for (let at = 1; at <= writes; at++) {
    for (const side of ["before", "after"] as const) {
      const { writes: _until, ...found } = await run(what, { at, side });
      expect({ at, side, ...found }).toEqual({ at, side, ...RIGHT });
    }
  }
});

it("keeps what is in doubt for a day, and what a row names for ever", async () => {
  const fleet = await openFleet();
  await CHANGES["a changed passphrase"]?.(fleet);
  const before = new Set(fleet.secrets);
  const deps = { ...fleet.context, auditKey: async () => undefined, log: silentLog };
  expect(await settleDoubts(deps)).toBe(0);
  expect(fleet.secrets).toEqual(before);
  expect(await settleDoubts({ ...deps, clock: LATER })).toBe(1); // the passphrase before
  expect(await settleDoubts({ ...deps, clock: LATER })).toBe(0);
});

it("keeps a secret whose owner's row cannot be read", async () => {
  const fleet = await openFleet();
  await CHANGES["a changed credential"]?.(fleet);
  const before = new Set(fleet.secrets);
  const accounts = { find: () => Promise.reject(new FleetError("Internal", "the row is damaged")) };
  await settleDoubts({ ...fleet.context, accounts, auditKey: async () => undefined, clock: LATER, log: silentLog });
  for (const { id } of await fleet.context.accounts.list("CS1")) {
    const account = await fleet.context.accounts.find("CS1", id);
    expect(account && fleet.secrets.has(secretOf(account.value))).toBe(true);
  }
  expect(fleet.secrets).toEqual(before);
});

it("takes a token away at once when the job is refused", async () => {
  const fleet = await openFleet();
  const refusing = { ...fleet.context, startJob: () => Promise.reject(new FleetError("Conflict", "no")) };
  const before = new Set(fleet.secrets);
  const place = { ...fleet.context.vault };
  await expect(importVault(refusing, place, { token: new Secret("vault-token-canary") })).rejects.toMatchObject({ code: "Conflict" });
  expect(fleet.secrets).toEqual(before);
});
