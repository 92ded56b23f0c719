import { platformOf } from "../agents/platform-of.js";
import type { Clock } from "../core/clock.js";
import { FleetError, hasCode } from "../core/errors.js";
import type { Versioned } from "../core/versioned.js";
import type { RunAsAccount } from "../fleet/accounts/account.js";
import { decodeCredential } from "../fleet/accounts/credential-secret.js";
import { accepted, mayLogIn, refused } from "../fleet/accounts/log-in.js";
import { decideHostKey, type HostKeyDecision, type HostKeyPolicy } from "../fleet/machines/host-key.js";
import type { Machine } from "../fleet/machines/machine.js";
import { platformRefusal } from "../fleet/machines/platform-refusal.js";
import { checkUnproved, patienceMs, waysTo } from "../fleet/machines/transport.js";
import type { Way } from "../fleet/machines/way.js";
import type { AccountStore, FabricStore, MachineStore, SecretStore } from "../fleet/ports.js";
import type { ConnectMachine, MachineTarget, RemoteMachine } from "../remote/machine.js";
import { CERTIFICATE, SHOW_CERTIFICATES } from "../remote/winrm/http/certificate.js";
import { changeAccount } from "./change-account.js";
import { checkAccount, type Refused } from "./check-account.js";
import { findCredential } from "./find-credential.js";
import { findWay } from "./find-way.js";
import { findJump } from "./jump-account.js";

export type LogInDeps = Readonly<{
  accounts: AccountStore;
  /** The same, whose answers may be a moment old. */
  keptAccounts?: Pick<AccountStore, "find">;
  fabrics: Pick<FabricStore, "find">;
  secrets: SecretStore;
  machines: MachineStore;
  connect: ConnectMachine;
  clock: Clock;
  hostKeyPolicy: HostKeyPolicy;
  connectTimeoutMs: number;
}>;

/** Who logs in, and what for. */
export type LogInWish = Readonly<{
  /** The account that was named for it; else the machine's own logs in. */
  accountId?: string | undefined;
  /** Approves the host key that the machine shows at first contact. */
  acceptHostKey?: boolean | undefined;
  /** It hands the registration secret of the fabric to the machine. */
  registers: boolean;
  /** It tries the account itself: on one named machine that is the way to try a stopped account again. */
  testsAccount: boolean;
}>;

/** `foundWay`: where the machine was found, when nobody has set the way to it. */
export type LoggedIn = Readonly<{ remote: RemoteMachine; origin: HostKeyDecision["origin"]; foundWay?: Way }>;

/** Connects to a machine on which jobs act with the account of the job or of the machine, by the rules for accounts and host keys, and makes sure that it may act there. */
export async function logIn(deps: LogInDeps, wish: LogInWish, machine: Machine, signal: AbortSignal): Promise<LoggedIn> {
  const otherSystem = platformRefusal([machine]);
  if (otherSystem) throw otherSystem; // before anything is asked of an account, and before anybody knocks
  const platform = platformOf(machine.osType);
  const account = await findAccount(deps, wish, machine);
  const jump = await findJump(deps, machine);
  const refusal = (answer: Refused) => accountStopped(answer, account.value, machine);
  if (!wish.testsAccount) await checkAccount(deps, account, { key: machine.name, machine: machine.name, provedOn: "on another machine", refusal });
  const decision = decideHostKey({
    policy: deps.hostKeyPolicy,
    pin: machine.hostKey,
    sendsSecrets: account.value.hasPassword || wish.registers,
    acceptHostKey: wish.acceptHostKey ?? false,
    showKeys: machine.hostKey?.type === CERTIFICATE ? SHOW_CERTIFICATES : platform.words.hostKeyCommand,
  });
  const base = await machineTarget(deps, account.value, machine, decision);
  const target = { ...base, ...(platform.speaks && { speaks: platform.speaks }), ...(jump && { jump: jump.target }) };
  const ways = waysTo(machine, platform.speaks === "powershell");
  try {
    const { remote, way } = await findWay(ways, machine, (one) => {
      if (one.transport === "WinRmHttp") checkUnproved({ policy: deps.hostKeyPolicy, machine, acceptHostKey: wish.acceptHostKey ?? false });
      return deps.connect({ ...onWay(target, one), connectTimeoutMs: patienceMs(one, machine, ways, deps.connectTimeoutMs) }, signal);
    });
    await jump?.accepted();
    const proof = account.value.hasPassword ? platform.rightsProof(target.userName) : undefined;
    if (proof) await remote.script(proof.script, { args: proof.args });
    await changeAccount(deps.accounts, account, (now) => accepted(now, machine.name, { liftStop: wish.testsAccount }));
    return { remote, origin: decision.origin, ...(ways.length > 1 && { foundWay: way }) };
  } catch (error) {
    await jump?.failed(error);
    if (isRefusal(error)) await changeAccount(deps.accounts, account, (now) => refused(now, machine.name));
    throw error;
  }
}

const isRefusal = (error: unknown): boolean =>
  hasCode(error, "LoginRefused") || (error instanceof FleetError && error.code === "RootRequired" && error.target === "Password");

/** What was known a moment ago is enough to let it log in; whatever else was known is asked for anew. */
async function findAccount(deps: LogInDeps, wish: LogInWish, machine: Machine): Promise<Versioned<RunAsAccount>> {
  const { accounts, keptAccounts, clock } = deps;
  const id = wish.accountId ?? machine.accountId;
  const kept = id === undefined || wish.testsAccount ? undefined : await keptAccounts?.find(machine.fabric, id);
  if (kept && mayLogIn(kept.value, machine.name, clock.now()) === "yes") return kept;
  const account = id === undefined ? undefined : await accounts.find(machine.fabric, id);
  if (account) return account;
  const message =
    id === undefined
      ? `No run-as account was named for ${machine.friendlyName}, and the machine has none of its own`
      : `The run-as account ${id} does not exist in fabric ${machine.fabric}`;
  throw new FleetError("AccountMissing", message, { target: "Account" });
}

const accountStopped = (answer: Refused, account: RunAsAccount, machine: Machine): FleetError =>
  new FleetError(
    "AccountStopped",
    answer === "stopped"
      ? `The run-as account ${account.name} was stopped after refused logins, so that it is not locked out; ${machine.friendlyName} was not touched`
      : `${machine.friendlyName} has refused the run-as account ${account.name} before; it is not tried there again by itself`,
    account.refusedBy.includes(machine.name) ? { vendorCode: LOCKED_OUT } : {},
  );

/** Of a machine that refused the account; on one that was never tried nothing is known of a lock-out. */
const LOCKED_OUT = "EP0958";

/** An SSH server is not asked for the kind of key that a certificate is. */
function onWay({ hostKeyType, ...target }: MachineTarget, { transport, port }: Way): MachineTarget {
  const asksFor = hostKeyType !== undefined && (transport !== "Ssh" || hostKeyType !== CERTIFICATE) ? { hostKeyType } : {};
  return { ...target, ...asksFor, port, ...(transport !== "Ssh" && { transport }) };
}

async function machineTarget(
  deps: LogInDeps,
  account: RunAsAccount,
  machine: Machine,
  { acceptUnknownHostKey }: HostKeyDecision,
): Promise<MachineTarget> {
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
