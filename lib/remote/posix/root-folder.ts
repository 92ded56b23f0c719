import { FleetError } from "../../core/errors.js";
import { type Facts, readFacts } from "../facts.js";
import { fenced, locked } from "../fence.js";
import type { ScriptOptions } from "../machine.js";
import { said } from "../said.js";
import type { Shell } from "../staying/shell-pool.js";
import { diskError } from "./disk-errors.js";
import { quote } from "./quote.js";
import base from "./scripts/base.sh";

/** Runs a script on root's folder of this installation and gives its facts. Errors: Fenced, NotEnoughSpace, ReadOnlyFileSystem, CommandFailed, CommandTimedOut, those of the shell. */
export type RootFolder = Readonly<{
  path: string;
  ask(scripts: readonly string[], options?: ScriptOptions): Promise<Facts>;
  /** The same of a script that ends with a line `log` and a text: what follows that line, byte for byte; undefined when there is no such line. */
  askForText(scripts: readonly string[], options?: ScriptOptions): Promise<Readonly<{ facts: Facts; text?: string }>>;
  /** What a script prints, at most `bytes` of it. */
  read(script: string, bytes: number): Promise<string>;
}>;

/** The folder that is ours on every machine: cache, run slot, fencing tokens. Only root may read it, which is looked at once a connection. */
export function rootFolder(root: Shell, path: string, address: string): RootFolder {
  let opened = false;
  const text = (scripts: readonly string[]) => [`MF_BASE=${quote(path)} MF_OPENED=${opened ? "yes" : ""}`, base, ...scripts].join("\n");
  const remember = <T extends Readonly<{ facts: Facts }>>(answer: T): T => {
    opened ||= answer.facts.get("base") === "opened";
    return answer;
  };
  const answered = async (scripts: readonly string[], options?: ScriptOptions) => remember(await askForText(root, address, text(scripts), options));
  return {
    path,
    ask: async (scripts, options) => (await answered(scripts, options)).facts,
    askForText: answered,
    read: async (script, bytes) => (await root(text([script]), { args: [`${bytes}`], maxOutputBytes: bytes })).stdout,
  };
}

/** Runs scripts that answer in facts. */
export async function ask(run: Shell, address: string, text: string, options?: ScriptOptions): Promise<Facts> {
  return (await askForText(run, address, text, options)).facts;
}

async function askForText(run: Shell, address: string, script: string, options?: ScriptOptions): Promise<{ facts: Facts; text?: string }> {
  const { exitCode, stdout, stderr } = await run(script, options);
  if (exitCode !== 0) throw failed(address, exitCode, stderr);
  const end = stdout.indexOf(TEXT_FOLLOWS);
  const facts = readFacts(end < 0 ? stdout : stdout.slice(0, end));
  if (facts.get("state") === "fenced") throw fenced(address, said(facts.get("seen") ?? "a newer one"));
  if (facts.get("state") === "locked") throw locked(address, "/var/lib/mobility-fleet");
  return { facts, ...(end >= 0 && { text: stdout.slice(end + TEXT_FOLLOWS.length) }) };
}

const TEXT_FOLLOWS = "\nlog\n";

function failed(address: string, exitCode: number, stderr: string): FleetError {
  const why = said(stderr.trim().split("\n").at(-1) ?? "") || `the script ended with ${exitCode}`;
  return (
    diskError(address, stderr) ??
    new FleetError("CommandFailed", `${address}: ${why}`, {
      target: address,
      recommendedAction: "Correct on the machine what the message names, then run the job again.",
    })
  );
}
