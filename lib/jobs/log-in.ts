import { platformOf } from "../agents/platform-of.js";
import type { Clock } from "../core/clock.js";
import { FleetError, hasCode } from "../core/errors.js";
import type { Versioned } from "../core/versioned.js";
import type { RunAsAccount } from "../fleet/accounts/account.js";
import { decodeCredential } from "../fleet/accounts/credential-secret.js";
import { accepted, beginProving, mayLogIn, refused } from "../fleet/accounts/log-in.js";
import { decideHostKey, type HostKeyDecision, type HostKeyPolicy } from "../fleet/machines/host-key.js";
import type { Machine } from "../fleet/machines/machine.js";
import { platformRefusal } from "../fleet/machines/platform-refusal.js";
import type { AccountStore, FabricStore, MachineStore, SecretStore } from "../fleet/ports.js";
import type { ConnectMachine, RemoteMachine, SshTarget } from "../remote/machine.js";
import { changeAccount } from "./change-account.js";
import { NotYet } from "./engine/not-yet.js";
import { findCredential } from "./find-credential.js";
import type { Job } from "./job.js";
import { findJump } from "./jump-account.js";

export type LogInDeps = Readonly<{
  accounts: AccountStore;
  fabrics: Pick<FabricStore, "find">;
  secrets: SecretStore;
  machines: MachineStore;
  connect: ConnectMachine;
  clock: Clock;
  hostKeyPolicy: HostKeyPolicy;
  connectTimeoutMs: number;
}>;

/** Who logs in, and what for. */
export type LogInWish = Pick<Job, "recipe" | "input">;

export type LoggedIn = Readonly<{ remote: RemoteMachine; origin: HostKeyDecision["origin"] }>;

/** Connects to a machine on which jobs act with the account of the job or of the machine, by the rules for accounts and host keys, and makes sure that it can become root. */
export async function logIn(deps: LogInDeps, job: LogInWish, machine: Machine, signal: AbortSignal): Promise<LoggedIn> {
  const refusal = platformRefusal([machine]);
  if (refusal) throw refusal; // before anything is asked of an account, and before anybody knocks
  const account = await findAccount(deps, job, machine);
  const jump = await findJump(deps, machine);
  await checkAccount(deps, account, job, machine);
  const decision = decideHostKey({
    policy: deps.hostKeyPolicy,
    pin: machine.hostKey,
    sendsSecrets: account.value.hasPassword || registers(job),
    acceptHostKey: job.input.acceptHostKey ?? false,
    showKeys: platformOf(machine.osType).words.hostKeyCommand,
  });
  const target = await sshTarget(deps, account.value, machine, decision);
  try {
    const remote = await deps.connect({ ...target, ...(jump && { jump: jump.target }) }, signal);
    await jump?.accepted();
    if (account.value.hasPassword && target.userName !== "root") await remote.script(":"); // sudo may refuse what the login did not ask for
    await changeAccount(deps.accounts, account, (now) => accepted(now, machine.name, { liftStop: job.recipe === "test-account" }));
    return { remote, origin: decision.origin };
  } catch (error) {
    await jump?.failed(error);
    if (isRefusal(error)) await changeAccount(deps.accounts, account, (now) => refused(now, machine.name));
    throw error;
  }
}

/** These jobs hand the registration secret of the fabric to the machine. */
const registers = ({ recipe }: LogInWish): boolean => recipe === "install" || recipe === "protect" || recipe === "configure";

const isRefusal = (error: unknown): boolean =>
  hasCode(error, "LoginRefused") || (error instanceof FleetError && error.code === "RootRequired" && error.target === "Password");

async function findAccount({ accounts }: LogInDeps, job: LogInWish, machine: Machine): Promise<Versioned<RunAsAccount>> {
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
  { accounts, clock }: LogInDeps,
  { value: account, etag }: Versioned<RunAsAccount>,
  job: LogInWish,
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

async function sshTarget(deps: LogInDeps, account: RunAsAccount, machine: Machine, { acceptUnknownHostKey }: HostKeyDecision): Promise<SshTarget> {
  const secret = await findCredential(deps, account);
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
