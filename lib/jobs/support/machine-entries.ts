import { randomBytes } from "node:crypto";
import supportFiles from "../../agents/linux/scripts/support-files.sh";
import { asFleetError } from "../engine/job-error.js";
import { NotYet } from "../engine/not-yet.js";
import type { StepContext } from "../engine/step.js";
import { openMachine } from "../steps/machine/open-machine.js";
import { type BundleEntry, jsonEntry } from "./entry.js";

const MOST_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 60_000;
const LOG_BYTES = 1024 * 1024;

/** What the machine says of itself, and `missing`: why that is not all of it. Never throws for the machine's sake: a bundle without it is better than none. */
export async function machineEntries(context: StepContext): Promise<Readonly<{ entries: readonly BundleEntry[]; missing?: string }>> {
  const entries: BundleEntry[] = [];
  try {
    const remote = await context.remote();
    await openMachine.run(context); // throws when it is another machine
    entries.push(jsonEntry("machine/probe.json", await context.probe()));
    entries.push(jsonEntry("machine/run-slot.json", await remote.look()));
    entries.push({ name: "machine/run-slot.log", text: wholeLines(await remote.logTail(LOG_BYTES), LOG_BYTES) });
    const mark = `mf-${randomBytes(12).toString("hex")}`;
    const { stdout, truncated } = await remote.script(supportFiles, { args: [mark], maxOutputBytes: MOST_BYTES, timeoutMs: TIMEOUT_MS });
    entries.push(...sections(stdout, mark));
    const complete = !truncated && stdout.includes(`\n${mark} end\n`);
    return { entries, ...(!complete && { missing: "The machine's files break off: there were too many, or the connection was lost" }) };
  } catch (error) {
    return { entries, missing: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof NotYet) return error.message;
  const { code, message } = asFleetError(error);
  return `${code}: ${message}`;
}

/** The files that the script printed, each under its own name. */
export function sections(stdout: string, mark: string): readonly BundleEntry[] {
  return stdout
    .split(`\n${mark} `)
    .slice(1)
    .flatMap((part) => {
      const end = part.indexOf("\n");
      const name = part.slice(0, end).replace(/^\/+/, "");
      return end < 0 || name === "end" ? [] : [{ name: `machine/${safeName(name)}`, text: part.slice(end + 1) }];
    });
}

/** A name that no unpacking program can be led astray by. */
const safeName = (name: string): string =>
  name
    .split("/")
    .map((part) => part.replace(/[^\w.,+@-]/g, "_").replace(/^\.+$/, "_"))
    .join("/")
    .slice(0, 200);

/** A tail begins in the middle of a line, which may be in the middle of a secret. */
const wholeLines = (tail: string, bytes: number): string => (Buffer.byteLength(tail) < bytes ? tail : tail.slice(tail.indexOf("\n") + 1));
