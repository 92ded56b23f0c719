import { randomBytes } from "node:crypto";
import { startStorage } from "../../local/storage.js";
import { prepareApp } from "../apps/prepare-app.js";
import { printTable, shown, writeResult } from "../measure/report.js";
import { spread } from "../measure/statistics.js";
import type { BenchOptions } from "../options.js";
import { startBenchHost } from "../race/host-child.js";

const STARTS_A_ROUND = 5;

/** How long the local host needs from its process's start until it serves: our bundle beside an app of one empty function, in turn. */
export async function benchStart({ rounds, note }: BenchOptions): Promise<void> {
  const storage = await startStorage();
  const settings = {
    AzureWebJobsStorage: storage.connectionString,
    FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8",
    FLEET_SEALING_KEY: randomBytes(32).toString("base64"),
  };
  const folders = { "our bundle": process.cwd(), "empty app": prepareApp("empty-app") };
  const starts: Record<string, { readyMs: number; cpuMs: number; residentMb: number }[]> = { "our bundle": [], "empty app": [] };
  try {
    for (let i = 0; i <= rounds * STARTS_A_ROUND; i++) {
      for (const [name, appDir] of Object.entries(folders)) {
        const host = await startBenchHost({ appDir, settings });
        const { cpuSeconds, residentBytes } = await host.used();
        await host.close();
        if (i > 0) starts[name]?.push({ readyMs: host.readyMs, cpuMs: cpuSeconds * 1000, residentMb: residentBytes / 1e6 }); // the first reads the disk
      }
    }
  } finally {
    await storage.close();
  }
  const summary = Object.fromEntries(
    Object.entries(starts).map(([name, all]) => [
      name,
      {
        readyMs: spread(all.map(({ readyMs }) => readyMs)),
        cpuMs: spread(all.map(({ cpuMs }) => cpuMs)),
        residentMb: spread(all.map(({ residentMb }) => residentMb)),
      },
    ]),
  );
  printTable(
    ["app", "ms until it serves", "CPU ms", "resident MB"],
    Object.entries(summary).map(([name, { readyMs, cpuMs, residentMb }]) => [
      name,
      `${shown(readyMs.median)} (${shown(readyMs.min)}–${shown(readyMs.max)})`,
      shown(cpuMs.median),
      shown(residentMb.median),
    ]),
  );
  writeResult("start", { starts: rounds * STARTS_A_ROUND, summary }, note);
}
