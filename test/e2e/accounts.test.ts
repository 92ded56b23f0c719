import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { sha512Crypt } from "../../local/lab/disk/sha512-crypt.js";
import type { LabMachine } from "../../local/lab/machine/machine.js";
import type { LabAccount } from "../../local/lab/machine/spec.js";
import { needs } from "../here.js";
import { lacksLab, noLab } from "../local/lab/here.js";
import { BEFORE, codeOf, installedVersion, noRealSshd, realSshd, TARGET, UBUNTU } from "./fleet.js";
import { servedFleet } from "./served-fleet.js";
import { contentsOf } from "./traces.js";

const PASSWORD = `password-canary-${randomUUID()}`;
const WRONG = `wrong-canary-${randomUUID()}`;

describe.skipIf(noLab)(`run-as accounts${lacksLab}`, { timeout: 180_000 }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU }]);

  const account = (AccountName: string, UserName: string, credential: Readonly<Record<string, unknown>>) =>
    fleet.client.call("New-ASRRunAsAccount", { Fabric: "lab-cs", AccountName, UserName, ...credential });
  const machine = (name: string, lab: LabAccount, more: { account: string; knownHostKey?: boolean }) =>
    fleet.add({ name, osTag: UBUNTU, agent: { version: BEFORE }, account: lab }, more);
  const install = (item: { itemId: string }, more = {}) =>
    fleet.run("Install-ASRMobilityService", { ProtectableItem: item.itemId, TargetVersion: TARGET, ...more });

  const resume = ({ Name }: AsrJob) => fleet.run("Resume-ASRJob", { Name });

  describe("each", { concurrent: true }, () => {
    it("opens a machine by root's key at first contact and records its host key, but registers it only once that is approved", async () => {
      const item = await machine("key-01", { name: "root", publicKeys: [fleet.publicKey] }, { account: "key", knownHostKey: false });
      expect(await fleet.run("Test-ASRMobilityService", { ProtectableItem: item.itemId })).toMatchObject({ State: "Succeeded" });
      expect(codeOf(await install(item))).toBe("HostKeyUnknown");
      expect(await install(item, { AcceptHostKey: true })).toMatchObject({ State: "Succeeded" });
      await item.lab.changeHostKey();
      const job = await fleet.run("Test-ASRMobilityService", { ProtectableItem: item.itemId });
      expect(codeOf(job)).toBe("HostKeyMismatch");
    });

    it("sends no password to a host key that nobody approved, shows its fingerprint, and goes on once it is accepted", async () => {
      await account("root-password", "root", { Password: PASSWORD });
      const item = await machine("password-01", { name: "root", password: PASSWORD }, { account: "root-password", knownHostKey: false });
      const refused = await install(item);
      expect(codeOf(refused)).toBe("HostKeyUnknown");
      expect(refused.Errors[0]?.ServiceErrorDetails.Message).toContain(item.lab.hostKey().sha256);
      expect(refused.Errors[0]?.ServiceErrorDetails.RecommendedAction).toMatch(/AcceptHostKey/i);
      if (realSshd) expect(await logins(item.lab)).toEqual({ accepted: 0, failed: 0 });
      expect(await install(item, { AcceptHostKey: true })).toMatchObject({ State: "Succeeded" });
      expect(await fleet.run("Test-ASRMobilityService", { ProtectableItem: item.itemId })).toMatchObject({ State: "Succeeded" });
    });

    it("does not try a refused login again by itself", async () => {
      await account("mistyped", "root", { Password: WRONG });
      const item = await machine("refused-01", { name: "root", password: PASSWORD }, { account: "mistyped" });
      const refused = await install(item);
      expect(refused).toMatchObject({ State: "Suspended", Errors: [{ ServiceErrorDetails: { Code: "LoginRefused" } }] });
      await expect(install(item)).rejects.toThrow(/is suspended: .*refused the login of root/);
      const again = await resume(refused);
      expect(codeOf(again)).toBe("AccountStopped");
      expect(again.Errors[0]?.ServiceErrorDetails.RecommendedAction).toMatch(/Test-AsrRunAsAccount/);
      if (realSshd) expect(await logins(item.lab)).toEqual({ accepted: 0, failed: 1 });
    });

    it.skipIf(noRealSshd)(`tries a refused account again when a test of it is asked for, and frees it${noRealSshd}`, async () => {
      await account("changed", "root", { Password: WRONG });
      const item = await machine("changed-01", { name: "root", password: PASSWORD }, { account: "changed" });
      const test = () => fleet.run("Test-ASRRunAsAccount", { ProtectableItem: item.itemId, Account: "changed" });
      expect(codeOf(await test())).toBe("LoginRefused");
      await setPassword(item.lab, WRONG);
      const suspended = await install(item);
      expect(codeOf(suspended)).toBe("AccountStopped");
      expect(await test()).toMatchObject({ State: "Succeeded" });
      expect(await resume(suspended)).toMatchObject({ State: "Succeeded" });
      expect(await logins(item.lab)).toMatchObject({ failed: 1 });
    });

    it("stops an account after three machines in a row have refused it, and contacts no further one", async () => {
      await account("stopped", "root", { Password: WRONG });
      const others = ["stopped-01", "stopped-02", "stopped-03"].map((name) =>
        machine(name, { name: "root", password: PASSWORD }, { account: "stopped" }),
      );
      for (const item of await Promise.all(others)) expect(codeOf(await install(item))).toBe("LoginRefused");
      const item = await machine("stopped-04", { name: "root", password: WRONG }, { account: "stopped" });
      const suspended = await install(item);
      expect(codeOf(suspended)).toBe("AccountStopped");
      if (realSshd) expect(await logins(item.lab)).toEqual({ accepted: 0, failed: 0 });
      expect(await fleet.run("Test-ASRRunAsAccount", { ProtectableItem: item.itemId, Account: "stopped" })).toMatchObject({ State: "Succeeded" });
      expect(await resume(suspended)).toMatchObject({ State: "Succeeded" });
    });

    describe.skipIf(needs("root"))(`users that are not root${needs("root")}`, () => {
      it.each([
        ["without a password", "nopasswd", { Password: PASSWORD }],
        ["with the account's password", "password", { Password: PASSWORD }],
      ] as const)("become root by sudo %s", async (_how, sudo, credential) => {
        await account(`sudo-${sudo}`, `ops-${sudo}`, credential);
        const item = await machine(`sudo-${sudo}`, { name: `ops-${sudo}`, password: PASSWORD, sudo }, { account: `sudo-${sudo}` });
        expect(await install(item)).toMatchObject({ State: "Succeeded" });
        expect(await installedVersion(item.lab)).toBe(TARGET);
      });

      it("are refused without sudo, with a way out", async () => {
        await account("nobody", "nobody-ops", { Password: PASSWORD });
        const item = await machine("no-sudo-01", { name: "nobody-ops", password: PASSWORD, sudo: "none" }, { account: "nobody" });
        const job = await install(item);
        expect(codeOf(job)).toBe("RootRequired");
        expect(job.Errors[0]?.ServiceErrorDetails.RecommendedAction).toMatch(/sudoers|root/);
        expect(await installedVersion(item.lab)).toBe(BEFORE);
      });
    });

    it.skipIf(noRealSshd)(`logs in once a turn and no more${noRealSshd}`, async () => {
      const item = await machine("counted-01", { name: "root", publicKeys: [fleet.publicKey] }, { account: "key" });
      const before = await logins(item.lab);
      expect(await fleet.run("Test-ASRMobilityService", { ProtectableItem: item.itemId })).toMatchObject({ State: "Succeeded" });
      expect(await logins(item.lab)).toEqual({ accepted: before.accepted + 1, failed: 0 });
    });
  });

  it("leaves no credential in tables, queues, blobs, logs of the host, or answers", async () => {
    const { value: jobs } = await fleet.client.call<{ value: AsrJob[] }>("Get-ASRJob", { Top: 200 });
    const fabrics = await fleet.client.call("Get-ASRFabric");
    const places = new Map(await contentsOf(fleet.world.storage.connectionString));
    places.set("answers", JSON.stringify([jobs, fabrics])).set("log of the host", JSON.stringify(fleet.said));
    expect(jobs.length).toBeGreaterThan(10);
    const wanted = [PASSWORD, WRONG, "BEGIN RSA PRIVATE KEY"];
    expect([...places].filter(([, text]) => wanted.some((secret) => text.includes(secret))).map(([place]) => place)).toEqual([]);
  });
});

/** What the machine's sshd wrote down. */
async function logins(lab: LabMachine): Promise<Readonly<{ accepted: number; failed: number }>> {
  const log = await lab.readFile("/var/log/sshd.log");
  const count = (pattern: RegExp) => log.match(pattern)?.length ?? 0;
  return { accepted: count(/Accepted (publickey|password)/g), failed: count(/Failed (publickey|password)/g) };
}

/** Gives root another password, as passwd on the machine would. */
async function setPassword(lab: LabMachine, password: string): Promise<void> {
  const shadow = await lab.readFile("/etc/shadow");
  await lab.writeFile("/etc/shadow", shadow.replace(/^root:[^:]*/m, `root:${sha512Crypt(password, "salt")}`));
}
