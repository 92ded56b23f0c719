import { FleetError } from "../core/errors.js";
import type { Versioned } from "../core/versioned.js";
import type { Machine } from "../fleet/machines/machine.js";
import { isSameWay } from "../fleet/machines/way.js";
import type { RemoteMachine } from "../remote/machine.js";
import { type LoggedIn, type LogInDeps, type LogInWish, logIn } from "./log-in.js";

/** The one connection of an invocation to its machine, and the machine's row as it stands. */
export type Session = Readonly<{
  /** undefined for a job that is not about a machine */
  machine(): Versioned<Machine> | undefined;
  remote(): Promise<RemoteMachine>;
  /** The connection, when there is one. */
  opened(): Promise<RemoteMachine | undefined>;
  close(): Promise<void>;
}>;

/** The session of a job about the fleet itself, and of one that may not touch its machine. */
export const noMachine: Session = {
  machine: () => undefined,
  opened: async () => undefined,
  remote: async () => {
    throw new FleetError("Internal", "A job that is not about a machine asked for a connection");
  },
  close: async () => {},
};

/** The session of a job that does without its machine, and says why when it asks for a connection all the same. */
export const withoutMachine = (why: string): Session => ({
  ...noMachine,
  remote: async () => {
    throw new FleetError("Conflict", why);
  },
});

/** Opened at the first call of `remote`, by the rules for accounts and host keys; kept to the end of the invocation. */
export function openSession(deps: LogInDeps, wish: LogInWish, held: Versioned<Machine>, signal: AbortSignal): Session {
  let machine = held;
  let opening: Promise<RemoteMachine> | undefined;
  const open = async () => {
    const loggedIn = await logIn(deps, wish, machine.value, signal);
    machine = await recordContact(deps, machine, loggedIn);
    return loggedIn.remote;
  };
  const opened = async () => opening?.catch(() => undefined);
  return {
    machine: () => machine,
    opened,
    remote: () => {
      opening ??= open();
      return opening;
    },
    close: async () => {
      const remote = await opened();
      await remote?.close();
    },
  };
}

/** A new key goes on record, and the way on which the machine was found; one that was taken at first contact may be approved meanwhile. A pinned key itself never changes here. */
async function recordContact(
  { machines, clock }: LogInDeps,
  held: Versioned<Machine>,
  { remote, origin, foundWay }: LoggedIn,
): Promise<Versioned<Machine>> {
  const { hostKey: known, foundWay: before } = held.value;
  const proved = remote.hostKey.sha256 !== "" && !(known && (known.origin !== "first-use" || origin === "first-use"));
  const found = foundWay && !isSameWay(foundWay, before);
  if (!proved && !found) return held;
  const hostKey = proved && { hostKey: { ...remote.hostKey, origin, recordedAt: clock.now().toISOString() } };
  return machines.replace({ ...held.value, ...hostKey, ...(found && { foundWay }) }, held.etag);
}
