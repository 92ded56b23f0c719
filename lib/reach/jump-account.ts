import type { Clock } from "../core/clock.js";
import { FleetError, hasCode } from "../core/errors.js";
import type { RunAsAccount } from "../fleet/accounts/account.js";
import { decodeCredential } from "../fleet/accounts/credential-secret.js";
import { accepted, refused } from "../fleet/accounts/log-in.js";
import type { JumpHost } from "../fleet/fabrics/fabric.js";
import { DIRECT, inAccount, jumpHostNameOf, jumpHostOf } from "../fleet/fabrics/jump-host.js";
import type { Machine } from "../fleet/machines/machine.js";
import type { AccountStore, FabricStore, SecretStore } from "../fleet/ports.js";
import type { JumpTarget } from "../remote/machine.js";
import { changeAccount } from "./change-account.js";
import { checkAccount } from "./check-account.js";
import { findCredential } from "./find-credential.js";

type Deps = Readonly<{ accounts: AccountStore; fabrics: Pick<FabricStore, "find">; secrets: SecretStore; clock: Clock }>;

/** The way through a jump host, and where its account learns what became of the login. */
export type Jump = Readonly<{ target: JumpTarget; accepted(): Promise<void>; failed(error: unknown): Promise<void> }>;

/**
 * The jump host of the machine or, when it names none, of its fabric; undefined for a direct way. Its account is bound by the same rules as that of
 * a machine. Errors: JumpHostUnreachable when the fabric has none of that name, AccountMissing, AccountStopped, NotYet.
 */
export async function findJump({ accounts, fabrics, secrets, clock }: Deps, machine: Machine): Promise<Jump | undefined> {
  if (machine.jumpHost === DIRECT) return undefined;
  const fabric = (await fabrics.find(machine.fabric))?.value;
  const wanted = jumpHostNameOf(fabric, machine);
  if (wanted === undefined) return undefined;
  const host = fabric && jumpHostOf(fabric, machine);
  if (!host) throw unknownHost(wanted, machine, fabric?.jumpHosts ?? []);
  const account = await accounts.find(machine.fabric, host.accountId);
  const secret = account && (await findCredential({ accounts, secrets }, account.value));
  if (!account || !secret) throw accountMissing(host);
  await checkAccount({ accounts, clock }, account, {
    key: inAccount(host),
    machine: machine.name,
    provedOn: "on the way to another machine",
    refusal: () => accountStopped(host, account.value.name),
  });
  const { name, address, port, hostKeySha256 } = host;
  const change = (to: (account: RunAsAccount) => RunAsAccount) => changeAccount(accounts, account, to);
  return {
    target: { name, address, port, hostKeySha256, userName: account.value.userName, ...decodeCredential(secret) },
    accepted: () => change((now) => accepted(now, inAccount(host))),
    failed: async (error) => {
      if (isRefusal(error)) await change((now) => (now.refusedBy.includes(inAccount(host)) ? now : refused(now, inAccount(host)))); // counts once, however many jobs waited for it
      if (isBehind(error)) await change((now) => accepted(now, inAccount(host)));
    },
  };
}

/** The jump host itself refused the login. */
const isRefusal = (error: unknown): boolean =>
  hasCode(error, "JumpHostUnreachable") && error instanceof FleetError && hasCode(error.cause, "LoginRefused");

/** The jump host let us in: what went wrong lies behind it. */
const isBehind = (error: unknown): boolean => hasCode(error, "MachineUnreachable") || hasCode(error, "HostKeyUnknown");

const unknownHost = (name: string, { friendlyName, fabric }: Machine, known: readonly JumpHost[]) =>
  new FleetError(
    "JumpHostUnreachable",
    `${friendlyName} is to be reached through the jump host ${name}, which fabric ${fabric} does not have; it has ${known.map((one) => one.name).join(", ") || "none"}`,
    { target: name, recommendedAction: "Add it to the fabric with Set-AsrFabric, or name another one for the machine (none for a direct way)." },
  );

const accountMissing = ({ name, accountId }: JumpHost) =>
  new FleetError("AccountMissing", `The run-as account ${accountId} of the jump host ${name} does not exist or has no credential`, { target: name });

const accountStopped = ({ name }: JumpHost, account: string) =>
  new FleetError(
    "AccountStopped",
    `The jump host ${name} has refused the run-as account ${account}, or it was stopped; it is not tried again by itself`,
    { target: name },
  );
