import type { z } from "zod";
import { FleetError } from "../core/errors.js";
import { toldNumber } from "../core/told.js";
import { said } from "./said.js";

/** What a script printed as `key value` lines; `state` says how it ended. */
export type Facts = ReadonlyMap<string, string>;

const MOST_LINES = 200;
const MOST_CHARACTERS = 4_096; // a path

/** No more than the scripts ever print is read, whatever was printed. */
export function readFacts(stdout: string): Facts {
  const lines = stdout.split("\n", MOST_LINES).filter((line) => line.includes(" "));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1).slice(0, MOST_CHARACTERS)]));
}

/** A fact that the script always prints. Errors: CommandFailed. */
export function fact(facts: Facts, key: string): string {
  const value = facts.get(key);
  if (value === undefined) throw unfit(`lacks "${key}"; got ${said([...facts.keys()].join(", ")) || "nothing"}`);
  return value;
}

/** A fact that the script always prints, as its schema wants it. Errors: CommandFailed. */
export function factAs<T>(facts: Facts, key: string, schema: z.ZodType<T>): T {
  const value = fact(facts, key);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw unfit(`has "${said(value)}" as its "${key}", which is none`);
}

/** Bytes of a file or a file system. */
export const bytesIn = (facts: Facts, key: string): number => factAs(facts, key, BYTES);

export const BYTES = toldNumber(Number.MAX_SAFE_INTEGER);

const unfit = (how: string) =>
  new FleetError("CommandFailed", `The machine's answer ${how}.`, {
    possibleCauses: "Something on the machine writes into what our scripts print, or somebody changed what is in our folder there.",
    recommendedAction:
      "Look into our folder on the machine (/var/lib/mobility-fleet, C:\\ProgramData\\MobilityFleet), remove what is damaged there, then run the job again.",
  });
