import { randomBytes } from "node:crypto";
import { fleetClient } from "../../local/client.js";
import { newKey } from "../../local/service.js";
import { startStorage } from "../../local/storage.js";
import { prepareApp } from "../apps/prepare-app.js";
import { printTable, shown, writeResult } from "../measure/report.js";
import { spread } from "../measure/statistics.js";
import type { BenchOptions } from "../options.js";
import { startBenchHost } from "../race/host-child.js";

const STARTS_A_ROUND = 5;

/** How long the local host needs from its process's start until it serves, and until it has answered a first call: our bundle beside an app of one empty function, in turn. */
export async function benchStart({ rounds, note }: BenchOptions): Promise<void> {
  const storage = await startStorage();
  const settings = {
    AzureWebJobsStorage: storage.connectionString,
    FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8",
    FLEET_SEALING_KEY: randomBytes(32).toString("base64"),
  };
  const key = await newKey(storage.connectionString, { scope: "reader", label: "bench" });
  const apps: readonly App[] = [
    { name: "our bundle", appDir: process.cwd(), firstCall: (url) => fleetClient(url, key).call("Get-ASRFabric", {}) },
    { name: "empty app", appDir: prepareApp("empty-app"), firstCall: (url) => fetch(`${url}/api/hello`).then((answer) => answer.text()) },
  ];
  const starts = new Map<string, Start[]>(apps.map(({ name }) => [name, []]));
  try {
    for (let i = 0; i <= rounds * STARTS_A_ROUND; i++) {
      for (const { name, appDir, firstCall } of apps) {
        const began = performance.now();
        const host = await startBenchHost({ appDir, settings });
        const { cpuSeconds, residentBytes } = await host.used();
        await firstCall(host.url);
        const answeredMs = performance.now() - began;
        await host.close();
        const start = { readyMs: host.readyMs, cpuMs: cpuSeconds * 1000, residentMb: residentBytes / 1e6, answeredMs };
        if (i > 0) starts.get(name)?.push(start); // the first reads the disk
      }
    }
  } finally {
    await storage.close();
  }
  const summary = Object.fromEntries(
    [...starts].map(([name, all]) => [
      name,
      {
        readyMs: spread(all.map(({ readyMs }) => readyMs)),
        cpuMs: spread(all.map(({ cpuMs }) => cpuMs)),
        residentMb: spread(all.map(({ residentMb }) => residentMb)),
        answeredMs: spread(all.map(({ answeredMs }) => answeredMs)),
      },
    ]),
  );
  printTable(
    ["app", "ms until it serves", "CPU ms", "resident MB", "ms until a first call is answered"],
    Object.entries(summary).map(([name, { readyMs, cpuMs, residentMb, answeredMs }]) => [
      name,
      range(readyMs),
      range(cpuMs),
      shown(residentMb.median),
      range(answeredMs),
    ]),
  );
  writeResult("start", { starts: rounds * STARTS_A_ROUND, summary }, note);
}

type App = Readonly<{ name: string; appDir: string; firstCall(url: string): Promise<unknown> }>;
type Start = Readonly<{ readyMs: number; cpuMs: number; residentMb: number; answeredMs: number }>;

const range = ({ median, min, max }: ReturnType<typeof spread>): string => `${shown(median)} (${shown(min)}–${shown(max)})`;
