import { expect, it } from "vitest";
import { systemClock } from "../../lib/core/clock.js";
import { uuidv7 } from "../../lib/core/ids.js";
import { notePassedOver } from "../../lib/core/passed-over.js";
import { storage } from "../../lib/store/storage.js";
import { openClients } from "./open-storage.js";
import { aMachine } from "./samples.js";

const clients = await openClients();
const stores = storage(clients, systemClock);
const write = (name: string, text: string) => clients.papers.getBlockBlobClient(name).upload(text, Buffer.byteLength(text));

it.each(["", "{", "[]", '{"outcome":7}', "\0", '{"schema":1}'])("lines, outcomes and plans that hold %j are told and passed over", async (text) => {
  const id = uuidv7(new Date());
  for (const name of [`imports/${id}.json`, `imports/${id}.outcome`, `plans/${id}.json`]) await write(name, text);
  const { value, passedOver } = await notePassedOver(async () => [
    await stores.imports.find(id),
    await stores.imports.outcome(id),
    await stores.plans.find(id),
  ]);
  expect(value).toEqual([undefined, undefined, undefined]);
  expect(passedOver.map(({ rowKey }) => rowKey)).toEqual([`imports/${id}.json`, `imports/${id}.outcome`, `plans/${id}.json`]);
});

it("an outcome that cannot be read keeps no machine from being listed, and its import from being ended", async () => {
  const id = uuidv7(new Date());
  const machine = aMachine({ fabric: "damaged" });
  await stores.machines.create(machine);
  const staged = { importId: id, time: new Date().toISOString(), isNew: false, set: { address: "10.0.0.9" }, clear: [], acceptHostKeyChange: false };
  await stores.staging.stageChange(machine, staged);
  await write(`imports/${id}.outcome`, "{");
  expect((await stores.machines.list("damaged", "servers", { size: 10 })).items).toMatchObject([{ address: machine.address }]);
  expect(await stores.imports.decide(id, "abandoned")).toBe("abandoned");
  expect(await stores.imports.outcome(id)).toBe("abandoned");
  const newer = uuidv7(new Date());
  await write(`imports/${newer}.outcome`, '{"schema":99,"outcome":"committed"}');
  await expect(stores.imports.decide(newer, "abandoned")).rejects.toThrow(/schema 99/);
});

it("a part of a log that is gone between the list and the look is told, and what follows stays in its place", async () => {
  const name = uuidv7(new Date());
  for (const [offset, text] of [
    [0, "one\n"],
    [4, "two\n"],
    [8, "six\n"],
  ] as const)
    await stores.jobLogs.write(name, offset, text);
  const { getBlobClient } = clients.logs;
  clients.logs.getBlobClient = (blob) => getBlobClient.call(clients.logs, blob.endsWith("4.log") ? "gone" : blob);
  const { value, passedOver } = await notePassedOver(() => stores.jobLogs.read(name, 0, 100));
  clients.logs.getBlobClient = getBlobClient;
  expect(value).toMatchObject({ text: "one\n    six\n", size: 12 });
  expect(passedOver).toHaveLength(1);
});
