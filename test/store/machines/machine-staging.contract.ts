import { beforeEach, describe, expect, it } from "vitest";
import { uuidv7 } from "../../../lib/core/ids.js";
import type { MachineChange } from "../../../lib/fleet/machines/inventory.js";
import type { Machine } from "../../../lib/fleet/machines/machine.js";
import type { Staged } from "../../../lib/fleet/machines/staged-machine.js";
import type { ImportStore, MachineStaging, MachineStore } from "../../../lib/fleet/ports.js";
import { aMachine } from "../samples.js";

type Stores = Readonly<{ machines: MachineStore; staging: MachineStaging; imports: ImportStore }>;

const IN = ["site-1", "servers"] as const;
const TIME = "2026-11-01T10:00:00.000Z";

export function machineStagingContract(name: string, open: () => Promise<Stores>) {
  describe(`${name} as a MachineStaging`, () => {
    let stores: Stores;
    let id: string;
    beforeEach(async () => {
      stores = await open();
      id = uuidv7(new Date());
    });
    const staged = (change: Partial<MachineChange>, over: Partial<Staged> = {}): Staged => ({
      ...{ importId: id, time: TIME, isNew: false, set: {}, clear: [] },
      ...change,
      ...over,
    });
    const stageNew = (...created: readonly Machine[]) =>
      stores.staging.stageNew(
        created,
        created.map(() => staged({}, { isNew: true })),
      );
    const stageChange = (machine: Machine, change: Partial<MachineChange>, importId = id) =>
      stores.staging.stageChange(machine, staged(change, { importId }));
    const commit = (importId = id) => stores.imports.decide(importId, "committed");
    const settle = () => stores.staging.settle(...IN, id, { size: 1000 });
    const one = async (machine: Machine) => {
      const found = await stores.machines.find(machine);
      if (!found) throw new Error(`${machine.name} is not there`);
      return found;
    };
    const names = async () => (await stores.machines.list(...IN, { size: 100 })).items.map((machine) => machine.name);

    it("shows nobody a new machine before the commit, and everybody at once after it", async () => {
      const fresh = [aMachine({ name: "m-1", friendlyName: "Web-1" }), aMachine({ name: "m-2" })];
      await stageNew(...fresh);
      expect(await stores.machines.find({ fabric: "site-1", container: "servers", name: "m-1" })).toBeUndefined();
      expect(await stores.machines.findByFriendlyName(...IN, "web-1")).toBeUndefined();
      expect(await names()).toEqual([]);
      await commit();
      expect((await stores.machines.findByFriendlyName(...IN, "web-1"))?.value).toEqual(fresh[0]);
      expect((await stores.machines.list(...IN, { size: 100 })).items).toEqual(fresh);
      expect(await settle()).toBeUndefined();
      expect((await stores.machines.list(...IN, { size: 100 })).items).toEqual(fresh);
    });
    it("shows the old values of a change before the commit, the new ones after it, and the same when it is settled", async () => {
      const machine = aMachine({ tags: { a: "1" }, availabilityGroup: "sql", osTag: "RHEL9-64", protectedItem: "item-1" });
      await stores.machines.create(machine);
      await stageChange(machine, {
        set: { address: "10.0.0.9", hostKey: { type: "ssh-rsa", sha256: "k" } },
        clear: ["availabilityGroup", "tags"],
      });
      const seen = async () => [
        (await one(machine)).value,
        (await stores.machines.findByFriendlyName(...IN, machine.friendlyName))?.value,
        (await stores.machines.findByProtectedItem(...IN, "item-1"))?.value,
        ...(await stores.machines.list(...IN, { size: 5, protectedOnly: true })).items,
      ];
      expect(await seen()).toEqual([machine, machine, machine, machine]);
      await commit();
      const { availabilityGroup: _, ...rest } = machine;
      const hostKey = { type: "ssh-rsa", sha256: "k", origin: "registered", recordedAt: TIME };
      const after = { ...rest, address: "10.0.0.9", tags: {}, hostKey };
      expect(await seen()).toEqual([after, after, after, after]);
      await settle();
      expect(await seen()).toEqual([after, after, after, after]);
    });
    it("stages twice as once, also after a part was written", async () => {
      const fresh = Array.from({ length: 120 }, (_, i) => aMachine({ name: `m-${String(i).padStart(3, "0")}` }));
      await stageNew(...fresh.slice(30, 70));
      await stageNew(...fresh);
      await stageNew(...fresh);
      await commit();
      expect((await stores.machines.list(...IN, { size: 1000 })).items).toEqual(fresh);
    });
    it("refuses a name that was taken meanwhile, and keeps its own from being taken", async () => {
      const byHand = aMachine({ friendlyName: "web-1" });
      await stores.machines.create(byHand);
      await expect(stageNew(aMachine({ friendlyName: "WEB-1" }))).rejects.toMatchObject({ code: "Conflict" });
      await stageNew(aMachine({ friendlyName: "web-2" }));
      await expect(stores.machines.create(aMachine({ friendlyName: "web-2" }))).rejects.toMatchObject({ code: "Conflict" });
      expect(await names()).toEqual([byHand.name]);
    });
    it("refuses to change a machine that is not there", async () => {
      await expect(stageChange(aMachine(), {})).rejects.toMatchObject({ code: "Conflict" });
    });
    it("settles so many at a time, and says where to go on", async () => {
      const fresh = ["m-1", "m-2", "m-3"].map((name) => aMachine({ name }));
      await stageNew(...fresh);
      await commit();
      const next = await stores.staging.settle(...IN, id, { size: 2 });
      expect(next).toBe("m-2");
      expect(await stores.staging.settle(...IN, id, { size: 2, after: "m-2" })).toBeUndefined();
      expect((await stores.machines.list(...IN, { size: 100 })).items).toEqual(fresh);
    });
    it("loses nothing of a job that writes the row between staging and commit", async () => {
      const machine = aMachine({ address: "10.0.0.1" });
      await stores.machines.create(machine);
      await stageChange(machine, { set: { address: "10.0.0.2" } });
      const found = await one(machine);
      const lease = { job: "j", token: 7, takenAt: TIME };
      const { etag } = await stores.machines.replace({ ...found.value, lease, lastToken: 7 }, found.etag);
      expect((await one(machine)).value).toMatchObject({ address: "10.0.0.1", lease });
      await stores.machines.replace({ ...found.value, lease, lastToken: 7, osTag: "RHEL9-64", protectedItem: "item-1" }, etag);
      await commit();
      const wanted = { ...machine, address: "10.0.0.2", lease, lastToken: 7, osTag: "RHEL9-64", protectedItem: "item-1" };
      expect((await one(machine)).value).toEqual(wanted);
      await settle();
      expect((await one(machine)).value).toEqual(wanted);
      expect((await stores.machines.findByProtectedItem(...IN, "item-1"))?.value).toEqual(wanted);
    });
    it("loses neither side when a job read the row before the commit and writes it after", async () => {
      const machine = aMachine({ address: "10.0.0.1" });
      await stores.machines.create(machine);
      await stageChange(machine, { set: { address: "10.0.0.2" } });
      const found = await one(machine);
      await commit();
      const { etag } = await stores.machines.replace({ ...found.value, lastToken: 1 }, found.etag);
      await stores.machines.replace({ ...found.value, lastToken: 2 }, etag);
      const wanted = { ...machine, address: "10.0.0.2", lastToken: 2 };
      expect((await one(machine)).value).toEqual(wanted);
      await settle();
      expect((await one(machine)).value).toEqual(wanted);
    });
    it("loses nothing of a job that writes the row between commit and settling", async () => {
      const [machine, fresh] = [aMachine({ address: "10.0.0.1" }), aMachine()];
      await stores.machines.create(machine);
      await stageChange(machine, { set: { address: "10.0.0.2" } });
      await stageNew(fresh);
      await commit();
      for (const row of [machine, fresh]) {
        const found = await one(row);
        await stores.machines.replace({ ...found.value, lastToken: 3, tags: { later: "yes" } }, found.etag);
      }
      await settle();
      expect((await one(machine)).value).toEqual({ ...machine, address: "10.0.0.2", lastToken: 3, tags: { later: "yes" } });
      expect((await one(fresh)).value).toEqual({ ...fresh, lastToken: 3, tags: { later: "yes" } });
    });
    it("refuses a job's write of a row that was staged, settled or withdrawn since it was read", async () => {
      const machine = aMachine();
      const { etag } = await stores.machines.create(machine);
      await stageChange(machine, { set: { port: 2222 } });
      await expect(stores.machines.replace(machine, etag)).rejects.toMatchObject({ code: "Conflict", retryable: true });
      const found = await one(machine);
      await commit();
      await settle();
      await expect(stores.machines.replace(found.value, found.etag)).rejects.toMatchObject({ code: "Conflict", retryable: true });
    });
    it("stages nothing anew when its import is settled: whoever changed a machine since is right", async () => {
      const machine = aMachine();
      await stores.machines.create(machine);
      await stageChange(machine, { set: { port: 2222 } });
      await commit();
      await settle();
      const found = await one(machine);
      await stores.machines.replace({ ...found.value, port: 23 }, found.etag);
      await stageChange(machine, { set: { port: 2222 } });
      expect((await one(machine)).value.port).toBe(23);
    });
    it("takes away what an abandoned import has staged, and nothing else", async () => {
      const [machine, fresh] = [aMachine({ protectedItem: "item-1" }), aMachine({ friendlyName: "web-1" })];
      await stores.machines.create(machine);
      await stageChange(machine, { set: { port: 2222 } });
      await stageNew(fresh);
      await stores.imports.decide(id, "abandoned");
      await stores.staging.withdraw(...IN, id);
      await stores.staging.withdraw(...IN, id);
      expect((await stores.machines.list(...IN, { size: 100 })).items).toEqual([machine]);
      await stores.machines.create(aMachine({ friendlyName: "WEB-1" }));
      await stageChange(machine, { set: { address: "10.0.0.3" } }, uuidv7(new Date()));
    });
    it("ends what other imports have begun: committed ones are settled, the others can never be committed any more", async () => {
      const [committed, begun] = [uuidv7(new Date()), uuidv7(new Date())];
      const [one1, two, fresh] = [aMachine({ name: "m-1" }), aMachine({ name: "m-2" }), aMachine({ name: "m-3" })];
      for (const machine of [one1, two]) await stores.machines.create(machine);
      await stageChange(one1, { set: { port: 1001 } }, committed);
      await commit(committed);
      await stageChange(two, { set: { port: 1002 } }, begun);
      await stores.staging.stageNew([fresh], [staged({}, { isNew: true, importId: begun })]);
      await stores.staging.settleOthers(...IN, id);
      expect(await stores.imports.decide(begun, "committed")).toBe("abandoned");
      expect((await stores.machines.list(...IN, { size: 100 })).items).toEqual([{ ...one1, port: 1001 }, two]);
      await stageChange(one1, { set: { address: "10.0.0.4" } });
      await commit();
      expect((await one(one1)).value).toEqual({ ...one1, port: 1001, address: "10.0.0.4" });
    });
    it("leaves its own part alone when it ends what others have begun", async () => {
      const fresh = aMachine();
      await stageNew(fresh);
      await stores.staging.settleOthers(...IN, id);
      await commit();
      expect(await names()).toEqual([fresh.name]);
    });
    it("keeps what a committed import changed under the next one's change, settled or not", async () => {
      const machine = aMachine();
      const next = uuidv7(new Date());
      await stores.machines.create(machine);
      await stageChange(machine, { set: { port: 1001 } });
      await commit();
      await stageChange(machine, { set: { address: "10.0.0.5" } }, next);
      expect((await one(machine)).value).toEqual({ ...machine, port: 1001 });
      await commit(next);
      expect((await one(machine)).value).toEqual({ ...machine, port: 1001, address: "10.0.0.5" });
    });
    it("changes no machine that an import under way changes, and lets one whose import was abandoned be changed", async () => {
      const machine = aMachine();
      const next = uuidv7(new Date());
      await stores.machines.create(machine);
      await stageChange(machine, { set: { port: 1001 } });
      await expect(stageChange(machine, { set: { port: 1002 } }, next)).rejects.toMatchObject({ code: "Conflict" });
      await stores.imports.decide(id, "abandoned");
      await stageChange(machine, { set: { address: "10.0.0.6" } }, next);
      await commit(next);
      expect((await one(machine)).value).toEqual({ ...machine, address: "10.0.0.6" });
    });
    it("reaches no machine of another container", async () => {
      const other = aMachine({ container: "servers2" });
      await stores.machines.create(other);
      await stageChange(other, { set: { port: 1001 } });
      await stores.staging.withdraw(...IN, id);
      await stores.staging.settleOthers(...IN, uuidv7(new Date()));
      expect(await stores.imports.outcome(id)).toBeUndefined();
      await commit();
      expect((await one(other)).value.port).toBe(1001);
    });
    it("settles while a job writes the same rows, and loses nothing of either", async () => {
      const fresh = Array.from({ length: 20 }, (_, i) => aMachine({ name: `m-${i}`, address: "10.0.0.1" }));
      for (const machine of fresh) await stores.machines.create(machine);
      for (const machine of fresh) await stageChange(machine, { set: { address: "10.0.0.2" } });
      await commit();
      const work = async (machine: Machine) => {
        for (let token = 1; token <= 3; ) {
          const found = await one(machine);
          const written = await stores.machines.replace({ ...found.value, lastToken: token }, found.etag).catch(() => undefined);
          if (written) token++;
        }
      };
      await Promise.all([settle(), ...fresh.map(work)]);
      expect(await stores.staging.settle(...IN, id, { size: 1 })).toBeUndefined(); // none was left
      for (const machine of fresh) expect((await one(machine)).value).toEqual({ ...machine, address: "10.0.0.2", lastToken: 3 });
    });
  });
}
