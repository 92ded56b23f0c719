import { proveCrashPoints } from "./crash/prove-crash-points.js";
import { type ProofOptions, readOptions, USAGE } from "./options.js";
import { proveSimulation } from "./simulation/prove-simulation.js";
import { proveStorm } from "./storm/prove-storm.js";

const PROOFS: Readonly<Record<ProofOptions["proof"], (options: ProofOptions) => Promise<readonly string[]>>> = {
  "crash-points": proveCrashPoints,
  simulation: proveSimulation,
  storm: proveStorm,
};

const options = readOptions(process.argv.slice(2));
if (options === null) console.log(USAGE);
else {
  const faults = await PROOFS[options.proof](options);
  for (const fault of faults) console.error(fault);
  process.exit(faults.length === 0 ? 0 : 1);
}
