import { randomBytes } from "node:crypto";
import { TableClient } from "@azure/data-tables";
import { fleetClient } from "../../local/client.js";
import { newKey } from "../../local/service.js";
import { type RunningStorage, startStorage } from "../../local/storage.js";
import { prepareApp } from "../apps/prepare-app.js";
import { inTurn } from "../measure/in-turn.js";
import { printTable, shown, writeResult } from "../measure/report.js";
import { quantile } from "../measure/statistics.js";
import type { BenchOptions } from "../options.js";
import { type BenchHost, startBenchHost } from "../race/host-child.js";

const CALLS_A_ROUND = 200;
const TOGETHER = [1, 8];

type Side = Readonly<{ name: string; host: BenchHost; call(): Promise<unknown> }>;

/** Latency of Get-AsrJob over HTTP beside a function that reads one row, each in a host of its own on the same storage, in turn. */
export async function benchCmdlet({ rounds, note, profile }: BenchOptions): Promise<void> {
  const storage = await startStorage();
  const sides = [await ours(storage, profile), await bare(storage)];
  const measured: Record<string, { p50Ms: number; p95Ms: number; cpuMsACall: number }> = {};
  try {
    for (const together of TOGETHER) {
      const times = new Map<string, number[]>(sides.map(({ name }) => [name, []]));
      const cpu = new Map<string, number>();
      for (let round = 0; round <= rounds; round++) {
        for (const { name, host, call } of sides) {
          const before = (await host.used()).cpuSeconds;
          const taken = await inTurn(Array.from({ length: CALLS_A_ROUND }), together, () => timed(call));
          if (round === 0) continue; // the first round warms up
          times.get(name)?.push(...taken);
          cpu.set(name, (cpu.get(name) ?? 0) + (await host.used()).cpuSeconds - before);
        }
      }
      for (const { name } of sides) {
        const all = times.get(name) ?? [];
        const cpuMsACall = ((cpu.get(name) ?? 0) * 1000) / all.length;
        measured[`${name}, ${together} at once`] = { p50Ms: quantile(all, 0.5), p95Ms: quantile(all, 0.95), cpuMsACall };
      }
    }
  } finally {
    for (const { host } of sides) await host.close();
    await storage.close();
  }
  printTable(
    ["call", "p50 ms", "p95 ms", "CPU ms a call"],
    Object.entries(measured).map(([name, { p50Ms, p95Ms, cpuMsACall }]) => [name, shown(p50Ms), shown(p95Ms), shown(cpuMsACall)]),
  );
  writeResult("cmdlet", { calls: rounds * CALLS_A_ROUND, measured }, note);
}

async function ours(storage: RunningStorage, profile?: string): Promise<Side> {
  const settings = {
    AzureWebJobsStorage: storage.connectionString,
    FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8",
    FLEET_SEALING_KEY: randomBytes(32).toString("base64"),
  };
  const host = await startBenchHost({ appDir: process.cwd(), settings, ...(profile && { profile }) });
  const client = fleetClient(host.url, await newKey(storage.connectionString, { scope: "administrator", label: "bench" }));
  const fabric = await client.call<{ ID: string }>("Set-ASRFabric", { Name: "bench", Generation: "Classic" });
  const { value } = await client.call<{ value: { ID: string }[] }>("Get-ASRProtectionContainer", { Fabric: fabric.ID });
  const job = await client.call<{ Name: string }>("New-ASRProtectableItem", {
    ProtectionContainer: value[0]?.ID,
    FriendlyName: "bench-0001",
    IPAddress: "127.0.0.1",
    OSType: "Linux",
  });
  return { name: "Get-AsrJob", host, call: () => client.call("Get-ASRJob", { Name: job.Name }) };
}

async function bare(storage: RunningStorage): Promise<Side> {
  const table = TableClient.fromConnectionString(storage.connectionString, "BenchBare", { allowInsecureConnection: true });
  await table.createTable();
  await table.createEntity({ partitionKey: "bench", rowKey: "row", text: "x".repeat(500) });
  const host = await startBenchHost({ appDir: prepareApp("bare-app"), settings: { AzureWebJobsStorage: storage.connectionString } });
  return { name: "bare function, one row", host, call: () => fetch(`${host.url}/api/read`).then((answer) => answer.json()) };
}

async function timed(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await call();
  return performance.now() - began;
}
