import { expect, it } from "vitest";
import { FleetError } from "../../lib/core/errors.js";
import type { RunAsAccount } from "../../lib/fleet/accounts/account.js";
import { checkAccount, type LogInAttempt } from "../../lib/reach/check-account.js";
import { NotYet } from "../../lib/reach/not-yet.js";
import { handClock } from "../jobs/engine/engine.js";
import { memoryAccounts } from "../store/memory/memory-accounts.js";
import { anAccount } from "../store/samples.js";

const attemptOf = (machine: string, key = machine): LogInAttempt => ({
  ...{ key, machine, provedOn: "elsewhere" },
  refusal: (answer) => new FleetError("AccountStopped", answer),
});

async function openAccount(over: Partial<RunAsAccount> = {}) {
  const [accounts, clock] = [memoryAccounts(), handClock()];
  await accounts.create(anAccount(over));
  const found = async () => {
    const account = await accounts.find("site-1", "1");
    if (!account) throw new Error("the account is gone");
    return account;
  };
  const check = async (attempt: LogInAttempt) => checkAccount({ accounts, clock }, await found(), attempt);
  return { accounts, clock, found, check };
}

it("lets a proved account in without a write", async () => {
  const { check, found } = await openAccount({ provedVersion: 1 });
  const { etag } = await found();
  await check(attemptOf("m-1"));
  expect((await found()).etag).toBe(etag);
});

it("lets one machine try a new credential, and all that is on the way to it, while the others wait", async () => {
  const { check, found } = await openAccount();
  await check(attemptOf("m-1", "jump host dmz"));
  expect((await found()).value.proving?.machine).toBe("m-1");
  await check(attemptOf("m-1", "jump host dmz"));
  await check(attemptOf("m-1"));
  await expect(check(attemptOf("m-2"))).rejects.toThrow(NotYet);
  await expect(check(attemptOf("m-2"))).rejects.toThrow(/elsewhere/);
});

it("waits for its turn when somebody else began to try the credential at the same moment", async () => {
  const { accounts, clock, found } = await openAccount();
  const stale = await found();
  await accounts.replace({ ...stale.value, name: "changed" }, stale.etag);
  await expect(checkAccount({ accounts, clock }, stale, attemptOf("m-1"))).rejects.toMatchObject({ seconds: 5 });
});

it.each([
  ["stopped", { stopped: true }],
  ["refused-here", { refusedBy: ["m-1"], provedVersion: 1 }],
])("throws the refusal of an account that is %s", async (answer, over) => {
  const { check } = await openAccount(over);
  await expect(check(attemptOf("m-1"))).rejects.toMatchObject({ code: "AccountStopped", message: answer });
});
