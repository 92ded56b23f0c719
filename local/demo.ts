import { fillFleet } from "./demo/fleet-of-the-demo.js";
import { demoMachines } from "./demo/machines.js";
import { isAsExpected, resultLines } from "./demo/show-results.js";
import { updateAll } from "./demo/update-all.js";
import { machinesIn, standInLine, windowsLine } from "./demo/what-the-lab-is.js";
import { messageOf } from "./host/process/host-log.js";
import { windowsTree } from "./lab/windows/tree/windows-tree.js";
import { startWorld, type World } from "./world.js";

/** Pauses fit for machines that answer at once. */
const SETTINGS = { FLEET_POLL_SECONDS: "1", FLEET_RETRY_SECONDS: "2" };

let world: World | undefined;
let ending: Promise<void> | undefined;

function end(): Promise<void> {
  ending ??= world?.close() ?? Promise.resolve();
  return ending;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    console.log("\nEnding; nothing is left behind.");
    void starting
      .catch(() => {})
      .then(end)
      .finally(() => process.exit(130));
  });
}

const starting = startWorld({ appDir: process.cwd(), lab: { simulated: true }, settings: SETTINGS });

try {
  process.exitCode = await demo();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
} finally {
  await end();
}

async function demo(): Promise<number> {
  const began = Date.now();
  const since = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  world = await starting;
  const { client, lab } = world;
  console.log(
    `Mobility Fleet serves ${client.url}, with storage and a lab of machines: ${machinesIn(lab)}. The portal, while this runs: ${client.url}/portal`,
  );
  for (const line of standInLine(lab)) console.log(line);
  console.log("The machines' installers and agents are lab ones with the interface of Microsoft's; see docs/lab.md.");
  const tree = process.argv.includes("--windows") ? await windowsTree(process.env) : null;
  const machines = demoMachines({ windows: tree !== null && typeof tree !== "string" });
  console.log(`${windowsLine(tree)}\n`);
  const items = await fillFleet({ client, lab, tree: typeof tree === "string" ? null : tree }, machines);
  console.log(`${items.length} machines were brought into the fleet (${since()}). Now, for each of them:\n`);
  console.log(`  POST ${client.url}/api/Update-AzureRmRecoveryServicesAsrMobilityService`);
  console.log('  {"ReplicationProtectedItem": "<ID>"}\n');
  const results = await updateAll(client, items);
  console.log("");
  for (const line of resultLines(results, { colour: process.stdout.isTTY === true, simulated: lab.isolation === "simulated" })) console.log(line);
  const unexpected = results.filter((result) => !isAsExpected(result));
  const succeeded = results.filter(({ job }) => job.State === "Succeeded").length;
  console.log(
    `\n${succeeded} of ${machines.length} machines have the target version; ${results.length - succeeded} mishaps were staged. ${since()} in all.`,
  );
  if (unexpected.length === 0 && results.length === machines.length) return 0;
  console.log(`Not as expected: ${unexpected.map(({ item }) => item.machine.spec.name).join(", ")}`);
  return 1;
}
