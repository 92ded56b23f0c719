import { randomBytes } from "node:crypto";
import type { SupportFiles } from "../../agents/support-files.js";
import { FleetError } from "../../core/errors.js";
import { identityOf } from "../../fleet/machines/machine-identity.js";
import { NotYet } from "../../reach/not-yet.js";
import { ask } from "../../reach/read-probe.js";
import { asFleetError } from "../engine/job-error.js";
import type { BundleContext } from "../engine/step.js";
import { type BundleEntry, jsonEntry } from "./entry.js";

const LOG_BYTES = 1024 * 1024;

/** What the machine says of itself, and `missing`: why that is not all of it. Never throws for the machine's sake: a bundle without it is better than none. */
export async function machineEntries(context: BundleContext): Promise<Readonly<{ entries: readonly BundleEntry[]; missing?: string }>> {
  const entries: BundleEntry[] = [];
  const late = AbortSignal.timeout(MOST_MS);
  try {
    const missing = await unlessLate(gather(context, entries, late), late);
    return { entries: [...entries], ...(missing !== undefined && { missing }) };
  } catch (error) {
    return { entries: [...entries], missing: reasonOf(error) }; // what comes later belongs to nobody
  }
}

/** Adds to the entries as they come; gives what is missing at the end. */
async function gather(context: BundleContext, entries: BundleEntry[], late: AbortSignal): Promise<string | undefined> {
  const remote = await context.remote();
  const probe = await context.probe();
  identityOf(probe, context.machine()); // throws when it is another machine
  entries.push(jsonEntry("machine/probe.json", probe));
  entries.push(jsonEntry("machine/run-slot.json", await remote.look()));
  entries.push({ name: "machine/run-slot.log", text: wholeLines(await remote.logTail(LOG_BYTES), LOG_BYTES) });
  const mark = `mf-${randomBytes(12).toString("hex")}`;
  const { files, complete } = await ask(remote, context.platform().supportFiles(mark), late);
  entries.push(...fileEntries(files));
  return complete ? undefined : "The machine's files break off: there were too many, or the connection was lost";
}

/** A machine that answers, but slowly, holds up the bundle no longer than this. */
const MOST_MS = 75_000;

const unlessLate = <T>(work: Promise<T>, late: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    late.addEventListener(
      "abort",
      () => reject(new FleetError("CommandTimedOut", `The machine took longer than ${MOST_MS / 1000} s to show its files`)),
      {
        once: true,
      },
    );
    work.then(resolve, reject);
  });

function reasonOf(error: unknown): string {
  if (error instanceof NotYet) return error.message;
  const { code, message } = asFleetError(error);
  return `${code}: ${message}`;
}

/** The files that the machine showed, each under its own name. */
export const fileEntries = (files: SupportFiles["files"]): readonly BundleEntry[] =>
  files.map(({ name, text }) => ({ name: `machine/${safeName(name.replace(/^\/+/, ""))}`, text }));

/** A name that no unpacking program can be led astray by. */
const safeName = (name: string): string =>
  name
    .split("/")
    .map((part) => part.replace(/[^\w.,+@-]/g, "_").replace(/^\.+$/, "_"))
    .join("/")
    .slice(0, 200);

/** A tail begins in the middle of a line, which may be in the middle of a secret. */
const wholeLines = (tail: string, bytes: number): string => (Buffer.byteLength(tail) < bytes ? tail : tail.slice(tail.indexOf("\n") + 1));
