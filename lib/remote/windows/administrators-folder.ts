import { FleetError } from "../../core/errors.js";
import { type Facts, readFacts } from "../facts.js";
import { fenced, locked } from "../fence.js";
import type { ScriptOptions } from "../machine.js";
import { said } from "../said.js";
import type { Shell } from "../staying/shell-pool.js";
import { diskError } from "./disk-errors.js";

/** Scripts on the folder that is ours on every machine: cache, run slot, fencing tokens. */
export type AdministratorsFolder = Readonly<{
  path: string;
  /** The facts that a script tells. Errors: Fenced, NotEnoughSpace, ReadOnlyFileSystem, CommandFailed, CommandTimedOut, those of the session. */
  ask(script: string, options?: ScriptOptions): Promise<Facts>;
  /** The same of a script that ends with a line `log` and a text. */
  askForText(script: string, options?: ScriptOptions): Promise<Readonly<{ facts: Facts; text?: string }>>;
  read(script: string, bytes: number): Promise<string>;
}>;

/** Whose first argument the scripts are given. */
export function administratorsFolder(run: Shell, path: string, address: string): AdministratorsFolder {
  const within = (options: ScriptOptions = {}) => ({ ...options, args: [path, ...(options.args ?? [])] });
  const askForText: AdministratorsFolder["askForText"] = async (script, options) => {
    const { exitCode, stdout, stderr } = await run(script, within(options));
    if (exitCode !== 0) throw scriptFailed(address, exitCode, stderr);
    const end = stdout.indexOf(TEXT_FOLLOWS);
    const facts = readFacts(end < 0 ? stdout : stdout.slice(0, end));
    if (facts.get("state") === "fenced") throw fenced(address, said(facts.get("seen") ?? "a newer one"));
    if (facts.get("state") === "locked") throw locked(address, path);
    return { facts, ...(end >= 0 && { text: stdout.slice(end + TEXT_FOLLOWS.length) }) };
  };
  return {
    path,
    ask: async (script, options) => (await askForText(script, options)).facts,
    askForText,
    read: async (script, bytes) => (await run(script, { args: [path, `${bytes}`], maxOutputBytes: bytes * LARGEST_CHARACTER })).stdout,
  };
}

const TEXT_FOLLOWS = "\nlog\n";
/** A cut character becomes one of three bytes. */
const LARGEST_CHARACTER = 3;

/** Why a script of ours failed, as it said itself. */
export const scriptFailed = (address: string, exitCode: number, stderr: string): FleetError =>
  diskError(address, stderr) ??
  new FleetError("CommandFailed", `${address}: ${said(stderr) || `the script ended with ${exitCode}`}`, {
    target: address,
    recommendedAction: "Correct on the machine what the message names, then run the job again.",
  });
