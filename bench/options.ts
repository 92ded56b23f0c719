import { parseArgs } from "node:util";

export const BENCHES = ["race", "upload", "cmdlet", "start", "scale", "fleet", "costs", "import", "portal", "windows"] as const;
const SIZES: Readonly<Record<string, string>> = { portal: "5000,50000", import: "2500,5000,10000", fleet: "1000,10000" };
export const SIDES = ["product", "ansible", "mitogen", "clush", "floor"] as const;
const DEFAULT_SIDES: readonly SideName[] = ["product", "ansible", "floor"];
export type SideName = (typeof SIDES)[number];
export const SCENARIO_NAMES = ["a", "b", "c", "d"] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

/** What `npm run bench -- …` was asked for. What is undefined is left to the bench itself. */
export type BenchOptions = Readonly<{
  bench: (typeof BENCHES)[number];
  scenarios: readonly ScenarioName[];
  only: readonly SideName[];
  machines?: number;
  installerMb?: number;
  installerSeconds?: number;
  /** Of the simulated lines of the costs. */
  roundTripMs?: number;
  rounds: number;
  forks: number;
  /** So few machines for sides that have forks. */
  forkedMachines?: number;
  /** Megabytes of the upload bench. */
  mb: number;
  /** Machines of the benches scale, import and portal. */
  sizes: readonly number[];
  /** The portal bench takes pictures into this folder instead; `allLooks`: also dark and narrow ones. */
  pictures?: string;
  allLooks: boolean;
  /** Where the product's CPU profiles go. */
  profile?: string;
  note?: string;
}>;

export const USAGE = `npm run bench -- [race|upload|cmdlet|start|scale|fleet|costs|import|portal|windows] [options]

race     updates of lab machines by this product, by Ansible and by a floor of bare ssh2, alternating
         --scenario a|b|c|d|all    a (default): 200 machines, 1 MB, no time; b: 50 machines, 50 MB, 20 s; c: 500 machines, 1 MB, 120 s,
                                   all at once (Ansible, Mitogen and clush with --forks); d: as c with 100 machines over lines of 40 and 200 ms round trip; all: a and b
         --only product,floor      sides to run: product, ansible, mitogen, clush, floor (default: product,ansible,floor)
         --machines N --installer-mb N --installer-seconds N --rounds N (3) --forks N (50)
         --forked-machines N       Ansible, Mitogen and clush update only the first N: with few forks all would take hours
         --profile <folder>        writes a CPU profile of the product's host process there (also of cmdlet)
upload   our upload beside scp at 0, 20 and 100 ms round trip      --mb N (100) --rounds N
cmdlet   Get-AsrJob beside a bare function with one table read     --rounds N
start    cold start of the bundle beside an empty app              --rounds N
scale    cost per job with simulated machines                      --sizes 100,1000,10000
fleet    lists, a plan, a round of probes and a batch, rows in memory      --sizes 1000,10000
costs    what an update costs by how long its installer takes: simulated machines and time        --machines N (40) --installer-seconds N --round-trip-ms N (0)
import   Import-AsrInventory of new machines on Azurite               --sizes 2500,5000,10000
portal   lists of many machines in headless Chromium, stores in memory --sizes 5000,50000
         --pictures docs/portal    a picture of every screen instead; --all-looks: also dark and narrow
windows  updates of lab machines with Windows over OpenSSH: starts of PowerShell, bytes, time; then by Ansible's plain commands
         over OpenSSH and WinRM (--only product: without)      --machines N (10) --forks N (50)

--note <text> goes into the result file, for instance what else ran on the machine.`;

/** Reads the words of the command line; null when help is asked for. Throws an Error that names the wrong word. */
export function readOptions(words: readonly string[]): BenchOptions | null {
  const text = { type: "string" } as const;
  const named = {
    scenario: text,
    only: text,
    machines: text,
    "installer-mb": text,
    "installer-seconds": text,
    "round-trip-ms": text,
    rounds: text,
    forks: text,
    "forked-machines": text,
  };
  const more = {
    mb: text,
    sizes: text,
    profile: text,
    note: text,
    pictures: text,
    "all-looks": { type: "boolean" } as const,
    help: { type: "boolean", short: "h" } as const,
  };
  const { values, positionals } = parseArgs({ args: [...words], options: { ...named, ...more }, allowPositionals: true });
  if (values.help) return null;
  const machines = numberOf("machines", values.machines);
  const installerMb = numberOf("installer-mb", values["installer-mb"]);
  const installerSeconds = numberOf("installer-seconds", values["installer-seconds"]);
  const roundTripMs = numberOf("round-trip-ms", values["round-trip-ms"]);
  const forkedMachines = numberOf("forked-machines", values["forked-machines"]);
  return {
    bench: oneOf("bench", BENCHES, positionals[0] ?? "race"),
    scenarios: values.scenario === "all" ? ["a", "b"] : [oneOf("--scenario", SCENARIO_NAMES, values.scenario ?? "a")],
    only: values.only === undefined ? DEFAULT_SIDES : values.only.split(",").map((side) => oneOf("--only", SIDES, side)),
    rounds: numberOf("rounds", values.rounds) ?? 3,
    forks: numberOf("forks", values.forks) ?? 50,
    mb: numberOf("mb", values.mb) ?? 100,
    sizes: (values.sizes ?? SIZES[positionals[0] ?? ""] ?? "100,1000,10000").split(",").map((size) => numberOf("sizes", size) ?? 0),
    allLooks: values["all-looks"] === true,
    ...(values.pictures !== undefined && { pictures: values.pictures }),
    ...(machines !== undefined && { machines }),
    ...(forkedMachines !== undefined && { forkedMachines }),
    ...(installerMb !== undefined && { installerMb }),
    ...(installerSeconds !== undefined && { installerSeconds }),
    ...(roundTripMs !== undefined && { roundTripMs }),
    ...(values.profile !== undefined && { profile: values.profile }),
    ...(values.note !== undefined && { note: values.note }),
  };
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0 && text.trim() !== "") return value;
  throw new Error(`--${name} must be a number of at least 0, got "${text}". See npm run bench -- --help`);
}

function oneOf<T extends string>(name: string, all: readonly T[], given: string): T {
  const found = all.find((one) => one === given);
  if (found !== undefined) return found;
  throw new Error(`${name} must be one of ${all.join(", ")}, got "${given}". See npm run bench -- --help`);
}
