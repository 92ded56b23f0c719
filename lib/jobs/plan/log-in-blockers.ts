import { describeError } from "../../agents/errors/describe-error.js";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import { inAccount, jumpHostOf } from "../../fleet/fabrics/jump-host.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { Blocker } from "./blocker.js";

/** What is on record of the ways into a fabric's machines. */
export type Ways = Readonly<{ accounts: ReadonlyMap<string, RunAsAccount>; fabric: Fabric | undefined }>;

/** What is known to be in the way of logging in to the machine, or to its jump host. `named`: the account that the call named, else the machine's own is meant. */
export function logInBlockers(machine: Machine, { accounts, fabric }: Ways, named?: string): readonly Blocker[] {
  const id = named ?? machine.accountId;
  const jump = fabric && jumpHostOf(fabric, machine);
  return [
    ...blockersOf(id === undefined ? undefined : accounts.get(id), {
      where: machine.friendlyName,
      key: machine.name,
      missing:
        id === undefined ? `${machine.friendlyName} has no run-as account of its own` : `The run-as account ${id} of ${machine.friendlyName} is gone`,
      cure: "Give the machine an account (Import-AsrInventory), or name one with -Account.",
    }),
    ...(jump
      ? blockersOf(accounts.get(jump.accountId), {
          where: `The jump host ${jump.name}`,
          key: inAccount(jump),
          missing: `The run-as account ${jump.accountId} of the jump host ${jump.name} is gone`,
          cure: "Give the jump host another account (Set-AsrFabric).",
        })
      : []),
  ];
}

type Door = Readonly<{ where: string /** How the account's row calls it. */; key: string; missing: string; cure: string }>;

function blockersOf(account: RunAsAccount | undefined, { where, key, missing, cure }: Door): readonly Blocker[] {
  if (!account) return [{ code: "AccountMissing", message: missing, recommendedAction: cure }];
  if (!account.stopped && !account.refusedBy.includes(key)) return [];
  const message = account.stopped
    ? `The run-as account ${account.name} was stopped after refused logins`
    : `${where} has refused the run-as account ${account.name}`;
  return [{ code: "AccountStopped", message, recommendedAction: describeError("AccountStopped").recommendedAction }];
}
