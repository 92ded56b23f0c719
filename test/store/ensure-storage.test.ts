import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../lib/core/clock.js";
import { storageClients } from "../../lib/store/clients.js";
import { countOperations } from "../../lib/store/count-operations.js";
import { ensureStorage } from "../../lib/store/ensure-storage.js";
import { installationId } from "../../lib/store/installation-id.js";
import { storage } from "../../lib/store/storage.js";
import { openClients } from "./open-storage.js";
import { aJob, aMachine } from "./samples.js";

describe("ensureStorage", () => {
  it("may run again, and on several instances at once", async () => {
    const clients = await openClients();
    await Promise.all([ensureStorage(clients), ensureStorage(clients)]);
    expect(await storage(clients, systemClock).fabrics.list()).toEqual([]);
  });
});

describe("storageClients", () => {
  it("names tables, queues and containers by the prefix, and takes an identity for a key", () => {
    const credential = { getToken: async () => null };
    const { tables, jobQueue, poison, logs, installers } = storageClients({ accountName: "acc", credential, endpointSuffix: "core.example" });
    expect(tables.jobIndex).toMatchObject({ url: "https://acc.table.core.example", tableName: "FleetJobIndex" });
    expect([jobQueue.url, poison.jobs.name]).toEqual(["https://acc.queue.core.example/fleet-jobs", "fleet-jobs-poison"]);
    expect([logs.url, installers.containerName]).toEqual(["https://acc.blob.core.example/fleet-logs", "fleet-installers"]);
  });
});

describe("installationId", () => {
  it("is made once when many ask first at once", async () => {
    const clients = await openClients();
    const ids = await Promise.all(Array.from({ length: 8 }, () => installationId(clients)));
    expect(new Set(ids).size).toBe(1);
    expect(await installationId(clients)).toBe(ids[0]);
    expect(await installationId(await openClients())).not.toBe(ids[0]);
  });
});

describe("storage that is away or not made", () => {
  it("is unavailable and worth another try, never an absent value", async () => {
    const { fabrics, jobs, machines } = storage(storageClients({ connectionString: AWAY }), systemClock);
    const unavailable = { code: "StorageUnavailable", retryable: true };
    await Promise.all([
      expect(fabrics.find("site-1")).rejects.toMatchObject(unavailable),
      expect(jobs.list({}, { size: 1 })).rejects.toMatchObject(unavailable),
      expect(machines.create(aMachine())).rejects.toMatchObject(unavailable),
    ]);
  });
  it("is made anew by who finds a table missing", async () => {
    const clients = await openClients();
    await clients.tables.fabrics.deleteTable();
    expect(await storage(clients, systemClock).fabrics.find("site-1")).toBeUndefined();
  });
});

const AWAY = `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=${Buffer.alloc(32).toString("base64")};TableEndpoint=http://127.0.0.1:9/a;QueueEndpoint=http://127.0.0.1:9/a;BlobEndpoint=http://127.0.0.1:9/a;`;

describe("countOperations", () => {
  it("counts what each call asks of storage", async () => {
    const clients = await openClients();
    const counter = countOperations(clients);
    onTestFinished(counter.stop);
    const { jobs, machines, queue, jobLogs } = storage(clients, systemClock);
    const cost = async <T>(call: Promise<T>): Promise<[number, T]> => {
      counter.reset();
      const result = await call;
      return [counter.total(), result];
    };
    const [idle] = await cost(jobs.listOverdue(async () => new Date()));
    expect(idle).toBe(1);
    const job = aJob(new Date());
    const [create, created] = await cost(jobs.create(job));
    const [begin, begun] = await cost(jobs.replace({ ...job, state: "InProgress" }, created.etag, "NotStarted"));
    const [save, saved] = await cost(jobs.replace({ ...job, state: "InProgress", step: 1 }, begun.etag, "InProgress"));
    const [list] = await cost(jobs.list({ state: "InProgress" }, { size: 10 }));
    const [overdue] = await cost(jobs.listOverdue(async () => new Date()));
    const [end] = await cost(jobs.replace({ ...job, state: "Succeeded" }, saved.etag, "InProgress"));
    // The entry of an open job is taken away later, with others.
    expect({ create, begin, save, end, list, overdue }).toEqual({ create: 3, begin: 1, save: 1, end: 1, list: 2, overdue: 2 });
    const machine = aMachine({ protectedItem: "item-1" });
    const [add, added] = await cost(machines.create(machine));
    expect(counter.counts()).toEqual({ "table BATCH": 1 });
    const [lease] = await cost(machines.replace({ ...machine, lastToken: 1 }, added.etag));
    const [byName] = await cost(machines.find(machine));
    const [byItem] = await cost(machines.findByProtectedItem("site-1", "servers", "item-1"));
    expect({ add, lease, byName, byItem }).toEqual({ add: 1, lease: 1, byName: 1, byItem: 2 });
    await queue.send({ jobName: job.name, ticket: 0 }, 0);
    await cost(jobLogs.write(job.name, 0, "one"));
    expect(counter.counts()).toEqual({ "blob PUT": 1 });
  });
});
