import type { Counted } from "./tally-fabric.js";
import type { Finding, Told } from "./tell-states.js";

/** An event about a fabric's servers, and a warning, unless `more` says otherwise. */
export const warning = (code: string, description: string, affected: string, more: Partial<Told> = {}): Told => ({
  ...{ code, type: "ServerHealth", severity: "Warning", description, affectedObjectFriendlyName: affected },
  ...more,
});

/** Told when it begins and when it is another one; its end is not. */
export const lasting = (subject: string, state: string, told: () => Told): Finding => ({
  subject,
  state,
  told: () => (state === "" ? undefined : told()),
});

/** A number of machines in words. */
export const machines = (count: number): string => (count === 1 ? "1 machine" : `${count} machines`);

/** Their names, as far as they were kept. */
export const some = ({ count, names }: Counted): string =>
  `${names.toSorted().join(", ")}${count > names.length ? ` and ${count - names.length} more` : ""}`;
