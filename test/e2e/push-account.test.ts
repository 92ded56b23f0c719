import { createHash, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AsrJob } from "../../lib/api/objects/job.js";
import type { LabMachine } from "../../local/lab/machine/machine.js";
import { newLabKeyPair } from "../../local/lab-keys.js";
import { noLab } from "../local/lab/here.js";
import { codeOf, installedVersion, noRealSshd, TARGET, taskOf, UBUNTU, until } from "./fleet.js";
import { servedFleet } from "./served-fleet.js";

const PASSWORD = `password-canary-${randomUUID()}`;
const WRONG = `wrong-canary-${randomUUID()}`;

/** What an administrator sees who changes the account of push installations; it is counted in the logs of the machines' own sshd. */
describe.skipIf(noLab || noRealSshd)(`the push account${noRealSshd}`, { timeout: 180_000 }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU }], { FLEET_RUN_BUDGET_SECONDS: "1" }); // each turn of a job logs in anew

  const account = (AccountName: string, credential: object) =>
    fleet.client.call("New-ASRRunAsAccount", { Fabric: "lab-cs", AccountName, UserName: "root", ...credential });
  const change = (Account: string, credential: object) => fleet.client.call("Set-ASRRunAsAccount", { Fabric: "lab-cs", Account, ...credential });
  const test = (itemId: string, Account: string) => fleet.run("Test-ASRRunAsAccount", { ProtectableItem: itemId, Account });

  it("is changed while jobs are under way: one that runs and one that waits use the new credential from their next login on", async () => {
    const [before, after] = [newLabKeyPair(), newLabKeyPair()];
    await account("rotating", { PrivateKey: before.privateKey });
    const machine = (name: string, publicKeys: readonly string[]) =>
      fleet.add({ name, osTag: UBUNTU, account: { name: "root", publicKeys } }, { account: "rotating" });
    const running = await machine("running", [before.publicKey, after.publicKey]);
    await running.lab.setFaults({ installerWaits: true });
    const waiting = await machine("waiting", [after.publicKey]);
    const batch = await fleet.start("Install-ASRMobilityService", { ProtectableItem: [running.itemId, waiting.itemId], MaxConcurrency: 1 });
    await until(async () => taskOf(await childOn("running"), "await-installer")?.State === "InProgress");
    await change("rotating", { PrivateKey: after.privateKey });
    const loginsBefore = (await logins(running.lab)).length;
    await running.lab.setFaults({});
    const ended = await fleet.ended(batch);
    expect(ended, JSON.stringify(ended.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { Batch: { Total: 2, Succeeded: 2 } } });
    for (const { lab } of [running, waiting]) expect(await installedVersion(lab)).toBe(TARGET);
    const seen = await logins(running.lab);
    expect(new Set(seen.slice(0, loginsBefore))).toEqual(new Set([fingerprint(before.publicKey)]));
    expect(seen.slice(loginsBefore + 1)).not.toContain(fingerprint(before.publicKey)); // one login may have been on its way
    expect(seen.at(-1)).toBe(fingerprint(after.publicKey));
    expect(await refusals(waiting.lab)).toBe(0);

    async function childOn(name: string): Promise<AsrJob> {
      const { value } = await fleet.client.call<{ value: AsrJob[] }>("Get-ASRJob", { Top: 50 });
      const found = value.find((job) => job.TargetObjectName === name && job.JobType === "InstallMobilityService");
      return found ?? batch;
    }
  });

  it("is tried on the one machine that a test names, and on no other", async () => {
    await account("tried", { Password: PASSWORD });
    const machine = (name: string) => fleet.add({ name, osTag: UBUNTU, account: { name: "root", password: PASSWORD } }, { account: "tried" });
    const [named, other] = [await machine("named"), await machine("not-named")];
    expect(await test(named.itemId, "tried")).toMatchObject({ State: "Succeeded" });
    expect(await logins(named.lab)).toHaveLength(1);
    expect([await logins(other.lab), await refusals(other.lab)]).toEqual([[], 0]);
  });

  it("of a domain is stopped everywhere at its first refusal, and goes on where it was once it is changed", async () => {
    await account("domain", { Password: WRONG, DomainAccount: true });
    const machine = (name: string) => fleet.add({ name, osTag: UBUNTU, account: { name: "root", password: PASSWORD } }, { account: "domain" });
    const [first, second] = [await machine("domain-01"), await machine("domain-02")];
    const look = (itemId: string) => fleet.run("Test-ASRMobilityService", { ProtectableItem: itemId });
    const refused = await look(first.itemId);
    const kept = await look(second.itemId);
    expect([refused, kept].map((job) => [job.State, codeOf(job)])).toEqual([
      ["Suspended", "LoginRefused"],
      ["Suspended", "AccountStopped"],
    ]);
    expect([await refusals(first.lab), await refusals(second.lab)]).toEqual([1, 0]);
    await change("domain", { Password: PASSWORD });
    for (const { Name } of [refused, kept]) expect(await fleet.run("Resume-ASRJob", { Name })).toMatchObject({ Name, State: "Succeeded" });
    expect([await refusals(first.lab), await refusals(second.lab)]).toEqual([1, 0]);
  });
});

/** The keys (or `password`) by which somebody logged in, in order, by the machine's own sshd. */
async function logins(lab: LabMachine): Promise<readonly string[]> {
  const log = await lab.readFile("/var/log/sshd.log");
  return [...log.matchAll(/Accepted (password|publickey) .*?(?:ssh2: \S+ (SHA256:\S+))?$/gm)].map(([, how = "", key]) => key ?? how);
}

async function refusals(lab: LabMachine): Promise<number> {
  return (await lab.readFile("/var/log/sshd.log")).match(/Failed (publickey|password)/g)?.length ?? 0;
}

const fingerprint = (publicKey: string): string =>
  `SHA256:${createHash("sha256")
    .update(Buffer.from(publicKey.split(" ")[1] ?? "", "base64"))
    .digest("base64")
    .replace(/=+$/, "")}`;
