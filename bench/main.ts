import { messageOf } from "../local/host/process/host-log.js";
import { benchCmdlet } from "./cmdlet/bench-cmdlet.js";
import { benchCosts } from "./costs/bench-costs.js";
import { benchImport } from "./import/bench-import.js";
import { type BenchOptions, readOptions, USAGE } from "./options.js";
import { benchPortal } from "./portal/bench-portal.js";
import { benchRace } from "./race/bench-race.js";
import { benchFleet } from "./scale/bench-fleet.js";
import { benchScale } from "./scale/bench-scale.js";
import { benchStart } from "./start/bench-start.js";
import { benchUpload } from "./upload/bench-upload.js";
import { benchWindows } from "./windows/bench-windows.js";

const BENCHES: Readonly<Record<BenchOptions["bench"], (options: BenchOptions) => Promise<void>>> = {
  race: benchRace,
  upload: benchUpload,
  cmdlet: benchCmdlet,
  start: benchStart,
  scale: benchScale,
  fleet: benchFleet,
  costs: benchCosts,
  import: benchImport,
  portal: benchPortal,
  windows: benchWindows,
};

try {
  const options = asked();
  if (options === null) console.log(USAGE);
  else await BENCHES[options.bench](options);
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exit(1);
}

/** A wrong word on the command line is no fault of the program, so where it was found is not told. */
function asked(): BenchOptions | null {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(messageOf(error));
    process.exit(1);
  }
}
