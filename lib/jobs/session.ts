import type { Clock } from "../core/clock.js";
import { FleetError, hasCode } from "../core/errors.js";
import type { Versioned } from "../core/versioned.js";
import type { RunAsAccount } from "../fleet/account.js";
import { credentialSecretName, decodeCredential } from "../fleet/credential-secret.js";
import { decideHostKey, type HostKeyDecision, type HostKeyPolicy } from "../fleet/host-key.js";
import { accepted, beginProving, mayLogIn, refused } from "../fleet/log-in.js";
import type { Machine } from "../fleet/machine.js";
import type { AccountStore, MachineStore, SecretStore } from "../fleet/ports.js";
import type { ConnectMachine, RemoteMachine, SshTarget } from "../remote/machine.js";
import type { Job } from "./job.js";

export type SessionDeps = Readonly<{
  accounts: AccountStore;
  secrets: SecretStore;
  machines: MachineStore;
  connect: ConnectMachine;
  clock: Clock;
  hostKeyPolicy: HostKeyPolicy;
  connectTimeoutMs: number;
}>;

/** Not now: the step is run again after so many seconds, without counting as a failure. */
export class NotYet extends Error {
  readonly seconds: number;

  constructor(seconds: number, message: string) {
    super(message);
    this.seconds = seconds;
  }
}

/** The one connection of an invocation to its machine, and the machine's row as it stands. */
export type Session = Readonly<{
  /** undefined for a job that is not about a machine */
  machine(): Versioned<Machine> | undefined;
  remote(): Promise<RemoteMachine>;
  close(): Promise<void>;
}>;

/** The session of a job about the fleet itself, and of one that may not touch its machine. */
export const noMachine: Session = {
  machine: () => undefined,
  remote: async () => {
    throw new FleetError("Internal", "A job that is not about a machine asked for a connection");
  },
  close: async () => {},
};

/** Opened at the first call of `remote`, by the rules for accounts and host keys; kept to the end of the invocation. */
export function openSession(deps: SessionDeps, job: Job, held: Versioned<Machine>, signal: AbortSignal): Session {
  let machine = held;
  let opening: Promise<RemoteMachine> | undefined;
  const open = async () => {
    const { remote, origin } = await logIn(deps, job, machine.value, signal);
    machine = await recordHostKey(deps, machine, remote, origin);
    return remote;
  };
  return {
    machine: () => machine,
    remote: () => {
      opening ??= open();
      return opening;
    },
    close: async () => {
      const remote = await opening?.catch(() => undefined);
      await remote?.close();
    },
  };
}

type LoggedIn = Readonly<{ remote: RemoteMachine; origin: HostKeyDecision["origin"] }>;

async function logIn(deps: SessionDeps, job: Job, machine: Machine, signal: AbortSignal): Promise<LoggedIn> {
  const account = await findAccount(deps, job, machine);
  await checkAccount(deps, account, job, machine);
  const decision = decideHostKey({
    policy: deps.hostKeyPolicy,
    pin: machine.hostKey,
    accountHasPassword: account.value.hasPassword,
    acceptHostKey: job.input.acceptHostKey ?? false,
  });
  const target = await sshTarget(deps, account.value, machine, decision);
  try {
    const remote = await deps.connect(target, signal);
    await changeAccount(deps.accounts, account, (now) => accepted(now, machine.name));
    return { remote, origin: decision.origin };
  } catch (error) {
    if (hasCode(error, "LoginRefused")) await changeAccount(deps.accounts, account, (now) => refused(now, machine.name));
    throw error;
  }
}

async function findAccount({ accounts }: SessionDeps, job: Job, machine: Machine): Promise<Versioned<RunAsAccount>> {
  const id = job.input.accountId ?? machine.accountId;
  const account = id === undefined ? undefined : await accounts.find(machine.fabric, id);
  if (account) return account;
  const message =
    id === undefined
      ? `No run-as account was named for ${machine.friendlyName}, and the machine has none of its own`
      : `The run-as account ${id} does not exist in fabric ${machine.fabric}`;
  throw new FleetError("AccountMissing", message, { target: "Account" });
}

/** A test of the account on one named machine is the way to try a stopped account again. */
async function checkAccount(
  { accounts, clock }: SessionDeps,
  { value: account, etag }: Versioned<RunAsAccount>,
  job: Job,
  machine: Machine,
): Promise<void> {
  const answer = mayLogIn(account, machine.name, clock.now());
  if (answer === "yes" || job.recipe === "test-account") return;
  switch (answer) {
    case "stopped":
      throw new FleetError(
        "AccountStopped",
        `The run-as account ${account.name} was stopped after refused logins, so that it is not locked out; ${machine.friendlyName} was not touched`,
      );
    case "refused-here":
      throw new FleetError(
        "AccountStopped",
        `${machine.friendlyName} has refused the run-as account ${account.name} before; it is not tried there again by itself`,
      );
    case "wait":
      throw new NotYet(15, `Waits until the new credential of ${account.name} is proved on another machine`);
    case "prove-first":
      await accounts.replace(beginProving(account, machine.name, clock.now()), etag).catch((error: unknown) => {
        throw hasCode(error, "Conflict") ? new NotYet(5, `Waits for its turn with ${account.name}`) : error;
      });
  }
}

async function sshTarget(deps: SessionDeps, account: RunAsAccount, machine: Machine, { acceptUnknownHostKey }: HostKeyDecision): Promise<SshTarget> {
  const secret = await deps.secrets.find(credentialSecretName(account.fabric, account.id));
  if (!secret)
    throw new FleetError("AccountMissing", `The credential of the run-as account ${account.name} is not in the secret store; set it again`, {
      target: "Account",
    });
  const known = machine.hostKey;
  return {
    address: machine.address,
    port: machine.port,
    userName: account.userName,
    ...decodeCredential(secret),
    ...(known && { hostKeySha256: known.sha256, hostKeyType: known.type }),
    legacySsh: machine.legacySsh,
    acceptUnknownHostKey,
    connectTimeoutMs: deps.connectTimeoutMs,
  };
}

async function recordHostKey(
  { machines, clock }: SessionDeps,
  held: Versioned<Machine>,
  remote: RemoteMachine,
  origin: HostKeyDecision["origin"],
): Promise<Versioned<Machine>> {
  if (held.value.hostKey) return held;
  return machines.replace({ ...held.value, hostKey: { ...remote.hostKey, origin, recordedAt: clock.now().toISOString() } }, held.etag);
}

/** Writes a change of the account, again on the newer row when somebody else wrote it meanwhile. */
async function changeAccount(accounts: AccountStore, found: Versioned<RunAsAccount>, change: (account: RunAsAccount) => RunAsAccount): Promise<void> {
  const changed = change(found.value);
  if (changed === found.value) return;
  try {
    await accounts.replace(changed, found.etag);
  } catch (error) {
    if (!hasCode(error, "Conflict")) throw error;
    const newer = await accounts.find(found.value.fabric, found.value.id);
    if (newer) await changeAccount(accounts, newer, change);
  }
}
