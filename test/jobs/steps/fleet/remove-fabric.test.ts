import { expect, it } from "vitest";
import { Secret } from "../../../../lib/core/secret.js";
import { secretOf } from "../../../../lib/fleet/accounts/credential-secret.js";
import { removeFabric } from "../../../../lib/jobs/steps/fleet/remove-fabric.js";
import { memoryStorage } from "../../../store/memory/memory-storage.js";
import { aFabric, aJob, aMachine, anAccount } from "../../../store/samples.js";

const NOW = new Date("2026-11-01T12:00:00.000Z");

async function fleet({ force = true, machines = 0, accounts = 0 }: Readonly<{ force?: boolean; machines?: number; accounts?: number }>) {
  const stores = memoryStorage();
  await stores.fabrics.create(aFabric({ registrationSecret: "fabric-secret" }));
  await stores.fabrics.createContainer({ fabric: "site-1", name: "servers", friendlyName: "Servers" });
  await stores.secrets.put("fabric-secret", new Secret("x"));
  for (let i = 0; i < machines; i++) await stores.machines.create(aMachine({ name: `m-${i}`, friendlyName: `vm-${i}`, protectedItem: `item-${i}` }));
  for (let i = 1; i <= accounts; i++) {
    const account = anAccount({ id: String(i) });
    await stores.accounts.create(account);
    await stores.secrets.put(secretOf(account), new Secret("x"));
  }
  const job = aJob(NOW, {
    recipe: "remove-fabric",
    target: { kind: "fabric", fabric: "site-1", name: "site-1", friendlyName: "Site 1" },
    input: force ? { force } : {},
  });
  const turn = () => removeFabric.run({ job, fleet: stores, timing: { pollSeconds: 5 }, hasTime: () => true } as never); // all that the step asks for
  return { ...stores, turn };
}

it("removes in turns all that lies below, with credentials and secrets, and the fabric last", async () => {
  const { turn, fabrics, machines, accounts, secrets } = await fleet({ machines: 450, accounts: 2 });
  const types = [];
  for (let i = 0; i < 10 && types.at(-1) !== "done"; i++) types.push((await turn()).type);
  expect(types).toEqual(["wait", "wait", "wait", "done"]);
  expect(await fabrics.list()).toEqual([]);
  expect(await fabrics.listContainers("site-1")).toEqual([]);
  expect((await machines.list("site-1", "servers", { size: 10 })).items).toEqual([]);
  expect(await accounts.list("site-1")).toEqual([]);
  for (const name of ["fabric-secret", secretOf(anAccount({ id: "1" })), secretOf(anAccount({ id: "2" }))])
    expect(await secrets.find(name)).toBeUndefined();
  expect(await turn()).toMatchObject({ type: "done", skipped: true });
});

it("waits for a job that is at work on a machine, and leaves that machine alone", async () => {
  const { turn, machines, jobs } = await fleet({ machines: 1 });
  const holder = aJob(NOW, { state: "InProgress" });
  await jobs.create(holder);
  const found = await machines.find({ fabric: "site-1", container: "servers", name: "m-0" });
  if (!found) throw new Error("no machine");
  const leased = await machines.replace({ ...found.value, lease: { job: holder.name, token: 1, takenAt: NOW.toISOString() } }, found.etag);
  expect(await turn()).toMatchObject({ type: "wait", seconds: 5, message: `Job ${holder.name} is at work on vm-0` });
  expect(await machines.find(leased.value)).toBeDefined();
});

it.each([{ machines: 1 }, { accounts: 1 }])("removes nothing without force when something came below it meanwhile: %o", async (below) => {
  const { turn, fabrics } = await fleet({ force: false, ...below });
  await expect(turn()).rejects.toMatchObject({ code: "Conflict" });
  expect(await fabrics.list()).toHaveLength(1);
});
