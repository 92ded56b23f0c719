import { fillFleet } from "./demo/fleet-of-the-demo.js";
import { demoMachines } from "./demo/machines.js";
import { DEMO_USAGE, type DemoOptions, readDemoOptions } from "./demo/options.js";
import { pausesFor } from "./demo/pauses.js";
import { isAsExpected, resultLines } from "./demo/show-results.js";
import { updateAll } from "./demo/update-all.js";
import { machinesIn, standInLine, windowsLine } from "./demo/what-the-lab-is.js";
import { messageOf } from "./host/process/host-log.js";
import { windowsTree } from "./lab/windows/tree/windows-tree.js";
import { startWorld, type World } from "./world.js";

let starting: Promise<World> | undefined;
let ending: Promise<void> | undefined;

/** Waits for what is being started: a half of it would stay behind. */
function end(): Promise<void> {
  ending ??= Promise.resolve(starting).then(
    (world) => world?.close(),
    () => {}, // it has ended what it began
  );
  return ending;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    console.log("\nEnding; nothing is left behind.");
    void end().finally(() => process.exit(130));
  });
}

try {
  const options = readDemoOptions(process.argv.slice(2));
  if (options.help) console.log(DEMO_USAGE);
  else process.exitCode = await demo(options);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
} finally {
  await end();
}

async function demo({ windows }: DemoOptions): Promise<number> {
  const began = Date.now();
  const since = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  const tree = windows === "None" ? "--linux asks for that" : await windowsTree(process.env);
  const hasWindows = typeof tree !== "string";
  if (windows === "Wanted" && !hasWindows) throw new Error(tree);
  starting = startWorld({ appDir: process.cwd(), lab: { simulated: true }, settings: pausesFor({ windows: hasWindows }) });
  const { client, lab } = await starting;
  console.log(
    `Mobility Fleet serves ${client.url}, with storage and a lab of machines: ${machinesIn(lab)}. The portal, while this runs: ${client.url}/portal`,
  );
  for (const line of standInLine(lab)) console.log(line);
  console.log("The machines' installers and agents are lab ones with the interface of Microsoft's; see docs/lab.md.");
  const machines = demoMachines({ windows: hasWindows });
  console.log(`${windowsLine(tree)}\n`);
  const items = await fillFleet({ client, lab, tree: hasWindows ? tree : null }, machines);
  console.log(`${items.length} machines were brought into the fleet (${since()}). Now, for each of them:\n`);
  console.log(`  POST ${client.url}/api/Update-AzureRmRecoveryServicesAsrMobilityService`);
  console.log('  {"ReplicationProtectedItem": "<ID>"}\n');
  const results = await updateAll(client, items);
  console.log("");
  for (const line of resultLines(results, { colour: process.stdout.isTTY === true, simulated: lab.isolation === "simulated" })) console.log(line);
  const unexpected = items.filter((item) => !results.some((result) => result.item === item && isAsExpected(result)));
  const succeeded = results.filter(({ job }) => job.State === "Succeeded").length;
  console.log(
    `\n${succeeded} of ${machines.length} machines have the target version; ${results.length - succeeded} mishaps were staged. ${since()} in all.`,
  );
  if (unexpected.length === 0) return 0;
  console.log(`Not as expected: ${unexpected.map(({ machine }) => machine.spec.name).join(", ")}`);
  return 1;
}
