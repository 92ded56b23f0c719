import { randomBytes } from "node:crypto";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { fleetClient } from "../../local/client.js";
import { waitForJob } from "../../local/demo/wait-for-job.js";
import { newKey } from "../../local/service.js";
import { startStorage } from "../../local/storage.js";
import { cpuSecondsOf } from "../measure/process-usage.js";
import { printTable, shown, writeResult } from "../measure/report.js";
import type { BenchOptions } from "../options.js";
import { startBenchHost } from "../race/host-child.js";

type Imported = Readonly<{ machines: number; wallSeconds: number; ourCpuSeconds: number; azuriteCpuSeconds: number; residentMb: number }>;

/** From the call of Import-AsrInventory with new machines of one container to the end of its job, each size on a storage and in a host of its own. */
export async function benchImport({ sizes, note, profile }: BenchOptions): Promise<void> {
  const results: Imported[] = [];
  for (const machines of sizes) results.push(await importOf(machines, profile));
  printTable(
    ["machines", "wall s", "our CPU s", "Azurite CPU s", "resident MB"],
    results.map((one) => [`${one.machines}`, ...[one.wallSeconds, one.ourCpuSeconds, one.azuriteCpuSeconds, one.residentMb].map(shown)]),
  );
  writeResult("import", { results }, note);
}

async function importOf(machines: number, profile: string | undefined): Promise<Imported> {
  const storage = await startStorage();
  const settings = { AzureWebJobsStorage: storage.connectionString, FLEET_SEALING_KEY: randomBytes(32).toString("base64") };
  const host = await startBenchHost({ appDir: process.cwd(), settings, ...(profile !== undefined && { profile }) });
  try {
    const client = fleetClient(host.url, await newKey(storage.connectionString, { scope: "administrator", label: "bench" }));
    await client.call("Set-ASRFabric", { Name: "bench", Generation: "Classic" });
    const lines = Array.from(
      { length: machines },
      (_, n) => `bench,vm-${String(n).padStart(5, "0")},10.${n >> 16}.${(n >> 8) & 255}.${n & 255},Linux`,
    );
    const before = { ours: (await host.used()).cpuSeconds, azurite: cpuSecondsOf(storage.pid), at: performance.now() };
    const begun = await client.call<AsrJob>("Import-ASRInventory", { Content: ["Fabric,FriendlyName,Address,OSType", ...lines].join("\n") });
    const job = await waitForJob(client, begun.Name);
    if (job.State !== "Succeeded") throw new Error(`the import ended as ${job.State}: ${JSON.stringify(job.Errors)}`);
    const wallSeconds = (performance.now() - before.at) / 1000;
    const { cpuSeconds, residentBytes } = await host.used();
    return {
      machines,
      wallSeconds,
      ourCpuSeconds: cpuSeconds - before.ours,
      azuriteCpuSeconds: cpuSecondsOf(storage.pid) - before.azurite,
      residentMb: residentBytes / 2 ** 20,
    };
  } finally {
    await host.close();
    await storage.close();
  }
}
