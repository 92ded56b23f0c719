import { FleetError } from "./errors.js";
import type { Log } from "./log.js";

/** The schema of all that this release writes into storage, and the newest that it reads. The first release wrote no number: that is 0. */
export const SCHEMA = 1;

/** A newer release wrote what was read. It is no fault of the job, machine or message that it is about: who can read it goes on with it. */
export class NewerSchema extends FleetError {
  constructor(what: string, schema: number) {
    super("Internal", `${what} has schema ${schema}; this release reads up to ${SCHEMA}`, {
      recommendedAction: "Nothing while a newer release is being rolled out. After a return to an older one, install the newer one again.",
    });
  }
}

/** A newer release wrote what has this schema. */
export const isNewer = (schema: unknown): schema is number => typeof schema === "number" && schema > SCHEMA;

/** Throws NewerSchema for what this release does not know how to read. */
export function refuseNewer(what: string, schema: unknown): void {
  if (isNewer(schema)) throw new NewerSchema(what, schema);
}

type Received = Readonly<{ message: unknown; work(): Promise<void>; putBack(message: object): Promise<void>; log: Log }>;

/** Does the work of a message. One that a newer release wrote, or that is about what one wrote, is put back as it came, so that it is never poisoned. */
export async function orPutBack({ message, work, putBack, log }: Received): Promise<void> {
  const known = typeof message === "object" && message !== null ? message : {};
  try {
    refuseNewer("A message", "schema" in known ? known.schema : undefined);
    await work();
  } catch (error) {
    if (!(error instanceof NewerSchema)) throw error;
    log.warn("a message was put back for a newer release", { reason: error.message });
    await putBack(known);
  }
}
