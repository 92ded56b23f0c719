import { parseArgs } from "node:util";
import { RecipeName } from "../lib/jobs/recipe-name.js";

export const PROOFS = ["crash-points", "simulation", "storm"] as const;

/** What `npm run proof -- …` was asked for. */
export type ProofOptions = Readonly<{
  proof: (typeof PROOFS)[number];
  seed: number;
  seconds: number;
  machines: "simulated" | "real";
  recipes: readonly RecipeName[];
  /** Of all crash points so great a part, chosen by the seed. */
  sample: number;
  /** The n-th of so many parts of all crash points, each its own run. */
  part: Readonly<{ nth: number; of: number }>;
  bug?: string;
  /** One schedule of the simulation, shown step by step. */
  replay: boolean;
}>;

export const USAGE = `npm run proof -- crash-points|simulation|storm [options]

crash-points  a process dies before and after every call of storage, queue and machine of every recipe; another goes on
              --machines simulated|real   real: the product's scripts in a real sh, for recipes on machines
              --recipe update,install     these alone            --sample 0.1   so great a part of the points, chosen by --seed
              --part 3/20                 the third of twenty runs that together try all points
simulation    random schedules of three hosts, one after the other, as many as fit the time
              --bug ticket|fence|order|verdict   with a deliberate bug, to see that it is found
              --replay                    the one schedule of --seed, event by event

storm         three hosts on Azurite and machines of the lab, killed and stopped, on a storage that refuses, delays, and loses answers, with
              messages doubled, old and invented; round after round until the time is over

--seed N      (1)    the same seed gives the same choices
--seconds N   (600)  it ends by then, a storm after its last round
--minutes M          the same in minutes`;

/** Reads the words of the command line; null when help is asked for. Throws an Error that names the wrong word. */
export function readOptions(words: readonly string[]): ProofOptions | null {
  const text = { type: "string" } as const;
  const options = { seed: text, seconds: text, machines: text, recipe: text, sample: text, part: text, bug: text, minutes: text };
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { ...options, replay: { type: "boolean" } as const, help: { type: "boolean", short: "h" } as const },
    allowPositionals: true,
  });
  const [asked] = positionals;
  if (values.help || asked === undefined) return null;
  const proof = PROOFS.find((one) => one === asked);
  if (!proof) throw new Error(`there is no proof "${asked}"; expected one of ${PROOFS.join(", ")}`);
  return {
    proof,
    seed: numberOf("seed", values.seed ?? "1"),
    seconds: values.minutes === undefined ? numberOf("seconds", values.seconds ?? "600") : 60 * numberOf("minutes", values.minutes),
    machines: values.machines === "real" ? "real" : "simulated",
    recipes: RecipeName.array().parse(values.recipe?.split(",") ?? []),
    sample: numberOf("sample", values.sample ?? "1"),
    part: partOf(values.part ?? "1/1"),
    ...(values.bug !== undefined && { bug: values.bug }),
    replay: values.replay ?? false,
  };
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new Error(`--${name} must be a number of at least 0, got "${text}"`);
}

function partOf(text: string): ProofOptions["part"] {
  const [nth = 0, of = 0] = /^\d{1,4}\/\d{1,4}$/.test(text) ? text.split("/").map(Number) : [];
  if (nth >= 1 && nth <= of) return { nth, of };
  throw new Error(`--part must be as 3/20, the third of twenty, got "${text}"`);
}
