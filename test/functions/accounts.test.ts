import { beforeEach, describe, expect, it } from "vitest";
import { secretOf } from "../../lib/fleet/accounts/credential-secret.js";
import { sampleFleet } from "../api/call.js";
import { newPrivateKey } from "../private-key.js";

type Fleet = Awaited<ReturnType<typeof sampleFleet>>;
let fleet: Fleet;
beforeEach(async () => {
  fleet = await sampleFleet();
});

const NAMED = { Fabric: "CS1", Account: "LinuxAccount" };
const stored = async () => {
  const account = (await fleet.context.accounts.find("CS1", "1"))?.value;
  return account && { account, secret: (await fleet.context.secrets.find(secretOf(account)))?.reveal() };
};
const set = (parameters: object) => fleet.call("Set-AsrRunAsAccount", { ...NAMED, ...parameters });
const messageOf = ({ body }: { body: unknown }) => (body as { error?: { message?: string } }).error?.message ?? "";

/** Keys that nobody could log in with, and what is said of them. */
const UNFIT_KEYS: readonly (readonly [string, object, RegExp])[] = [
  ["no key", { PrivateKey: "hello-canary" }, /PrivateKey holds no private key/],
  ["a public key", { PrivateKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ== canary" }, /PrivateKey holds a public key; .* without \.pub/],
  ["a PuTTY key of version 3", { PrivateKey: "PuTTY-User-Key-File-3: ssh-ed25519" }, /PuTTY key of version 3.*puttygen KEY.ppk -O private-openssh/],
  ["an encrypted key alone", { PrivateKey: newPrivateKey({ passphrase: "a" }) }, /encrypted private key without its passphrase/],
  [
    "an encrypted key with another passphrase",
    { PrivateKey: newPrivateKey({ passphrase: "a" }), PrivateKeyPassphrase: "b" },
    /passphrase does not open/,
  ],
];

it.each(UNFIT_KEYS)("New-AsrRunAsAccount refuses %s and makes nothing", async (_what, parameters, message) => {
  const answer = await fleet.call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "Second", UserName: "root", ...parameters });
  expect(answer.status).toBe(400);
  expect(messageOf(answer)).toMatch(message);
  expect(messageOf(answer)).not.toContain("canary");
  expect((await fleet.context.accounts.list("CS1")).map(({ name }) => name)).not.toContain("Second");
});

describe("Set-AsrRunAsAccount", () => {
  it("replaces the credential under another secret, keeps what was not given, and asks for a new proof", async () => {
    const before = await stored();
    await fleet.context.accounts.replace(
      {
        ...(before?.account as never as NonNullable<typeof before>["account"]),
        provedVersion: 1,
        stopped: true,
        refusedBy: ["m-1"],
        refusedInARow: 3,
      },
      (await fleet.context.accounts.find("CS1", "1"))?.etag ?? "",
    );
    const answer = await set({ Password: "rotated-canary" });
    expect(answer).toMatchObject({
      status: 200,
      body: { AccountName: "LinuxAccount", FleetDetails: { CredentialVersion: 2, IsProved: false, IsStopped: false, RefusedByCount: 0 } },
    });
    expect(JSON.stringify(answer)).not.toContain("canary");
    const after = await stored();
    expect(after?.secret).toBe(JSON.stringify({ password: "rotated-canary" }));
    expect(before && (await fleet.context.secrets.find(secretOf(before.account)))).toBeUndefined();
    const privateKey = newPrivateKey({ note: "key-canary", passphrase: "phrase-canary" });
    await set({ PrivateKey: privateKey, PrivateKeyPassphrase: "phrase-canary" });
    expect((await stored())?.secret).toBe(JSON.stringify({ password: "rotated-canary", privateKey, privateKeyPassphrase: "phrase-canary" }));
    const other = newPrivateKey({ note: "other-canary" });
    await set({ PrivateKey: other, RemovePassword: true });
    expect((await stored())?.secret).toBe(JSON.stringify({ privateKey: other }));
    expect((await stored())?.account).toMatchObject({ hasPassword: false, hasPrivateKey: true, credentialVersion: 4 });
  });

  it("moves the credential along with a new user name, and leaves it alone for a new name", async () => {
    await set({ UserName: "ops" });
    expect(await stored()).toMatchObject({
      account: { userName: "ops", credentialVersion: 2 },
      secret: JSON.stringify({ password: "password-canary" }),
    });
    await set({ AccountName: "Renamed", DomainAccount: true });
    expect((await stored())?.account).toMatchObject({ name: "Renamed", isDomainAccount: true, credentialVersion: 2 });
  });

  it.each<readonly [string, object, RegExp]>([
    ["nothing", {}, /Nothing is to be changed/],
    ["to take the only credential away", { RemovePassword: true }, /Nothing would be left to log in with/],
    ["a password that is also to go", { Password: "a", RemovePassword: true }, /exclude each other/],
    ["a passphrase alone", { PrivateKeyPassphrase: "a" }, /no private key/],
    ...UNFIT_KEYS,
    ["a name that is taken", { AccountName: "Second" }, /has a run-as account "Second" already/],
  ])("refuses %s and changes nothing", async (_what, parameters, message) => {
    await fleet.call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "Second", UserName: "root", Password: "x" });
    const before = await stored();
    const answer = await set(parameters);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(messageOf(answer)).toMatch(message);
    expect(messageOf(answer)).not.toContain("canary");
    expect(await stored()).toEqual(before);
  });

  it("survives a job that writes the row at the same moment", async () => {
    const { replace } = fleet.context.accounts;
    let disturbed = false;
    Object.assign(fleet.context.accounts, {
      replace: async (...given: Parameters<typeof replace>) => {
        if (!disturbed) {
          disturbed = true;
          const now = await fleet.context.accounts.find("CS1", "1");
          if (now) await replace({ ...now.value, refusedInARow: 1 }, now.etag);
        }
        return replace(...given);
      },
    });
    expect((await set({ Password: "rotated-canary" })).status).toBe(200);
    expect(await stored()).toMatchObject({
      account: { credentialVersion: 2, refusedInARow: 0 },
      secret: JSON.stringify({ password: "rotated-canary" }),
    });
  });
});

describe("Remove-AsrRunAsAccount", () => {
  it("is refused with the machines, jump hosts and open jobs that use the account", async () => {
    const jump = { Name: "gate", Address: "10.0.0.9", AccountId: "1", HostKeySha256: "A".repeat(43) };
    await fleet.call("Set-AsrFabric", { Name: "CS1", JumpHosts: [jump] });
    await fleet.call("Update-AsrMobilityService", { ReplicationProtectedItem: fleet.protectedItem, Account: "LinuxAccount" });
    const answer = await fleet.call("Remove-AsrRunAsAccount", NAMED);
    expect(answer.status).toBe(409);
    expect(messageOf(answer)).toMatch(/in use by 1 machine \(vm1\); 1 jump host \(gate\); 2 open jobs \(/);
    expect(await stored()).toBeDefined();
  });

  it("removes an unused account with its credential, after WhatIf showed it", async () => {
    await fleet.call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "Old", UserName: "root", Password: "old-canary" });
    expect(await fleet.call("Remove-AsrRunAsAccount", { Fabric: "CS1", Account: "Old", WhatIf: true })).toMatchObject({ status: 200 });
    const account = (await fleet.context.accounts.find("CS1", "2"))?.value;
    expect(account).toBeDefined();
    expect(await fleet.call("Remove-AsrRunAsAccount", { Fabric: "CS1", Account: "Old" })).toMatchObject({
      status: 200,
      body: { AccountName: "Old" },
    });
    expect(await fleet.context.accounts.find("CS1", "2")).toBeUndefined();
    expect(account && (await fleet.context.secrets.find(secretOf(account)))).toBeUndefined();
  });
});

describe("jobs that do it again or go on", () => {
  const jobName = async (cmdlet: string, parameters: object) => ((await fleet.call(cmdlet, parameters)).body as { Name: string }).Name;
  const end = async (name: string, state: "Failed" | "Suspended") => {
    const found = await fleet.context.jobs.find(name);
    if (found) await fleet.context.jobs.replace({ ...found.value, state, stateDescription: state }, found.etag, found.value.state);
  };

  it("start anew what failed, and say so of what did not", async () => {
    const name = await jobName("Update-AsrMobilityService", { ReplicationProtectedItem: fleet.protectedItem });
    expect(await fleet.call("Restart-AsrJob", { Name: name })).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining("is NotStarted") } },
    });
    await end(name, "Failed");
    const answer = await fleet.call("Restart-AsrJob", { Name: name });
    expect(answer).toMatchObject({ status: 202, body: { State: "NotStarted", FleetDetails: { RestartOf: name, StartedBy: "administrator-key" } } });
    expect((answer.body as { Name: string }).Name).not.toBe(name);
  });

  it("go on where they were, but only when they are suspended", async () => {
    const name = await jobName("Update-AsrMobilityService", { ReplicationProtectedItem: fleet.protectedItem });
    expect(await fleet.call("Resume-AsrJob", { Name: name })).toMatchObject({ status: 409 });
    await end(name, "Suspended");
    const again = await fleet.call("Update-AsrMobilityService", { ReplicationProtectedItem: fleet.protectedItem });
    expect(messageOf(again)).toContain(`Job ${name} of vm1 is suspended`);
    expect(await fleet.call("Resume-AsrJob", { Name: name, Comment: "password set" })).toMatchObject({
      status: 202,
      body: { Name: name, State: "InProgress" },
    });
  });
});

describe("Set-AsrRunAsAccount with ResumeJobs", () => {
  const suspend = async (name: string, code: string) => {
    const found = await fleet.context.jobs.find(name);
    const time = "2026-11-01T10:00:00.000Z";
    const errors = [{ code, message: "refused", possibleCauses: "", recommendedAction: "", time }];
    if (found)
      await fleet.context.jobs.replace({ ...found.value, state: "Suspended", stateDescription: "Suspended", errors }, found.etag, "NotStarted");
    return name;
  };
  const started = async (cmdlet: string, parameters: object) => ((await fleet.call(cmdlet, parameters)).body as { Name: string }).Name;
  const stateOf = async (name: string) => (await fleet.context.jobs.find(name))?.value.state;
  const resume = async (parameters: object) => {
    const { status, body } = await fleet.call("Set-AsrRunAsAccount", { Fabric: "CS1", ResumeJobs: true, ...parameters });
    expect({ status, body }).toMatchObject({ status: 200 });
    return (body as { FleetDetails: { ResumedJobs: number } }).FleetDetails.ResumedJobs;
  };
  /** Another machine, with an account and a way of its own. */
  const other = async (FriendlyName: string, more: object) => {
    await fleet.call("New-AsrProtectableItem", {
      ProtectionContainer: fleet.container,
      FriendlyName,
      IPAddress: "10.0.0.9",
      OSType: "Linux",
      ...more,
    });
    return ((await fleet.call("Get-AsrProtectableItem", { ProtectionContainer: fleet.container, FriendlyName })).body as { ID: string }).ID;
  };
  const test = async (ProtectableItem: unknown, more: object = {}) =>
    suspend(await started("Test-AsrMobilityService", { ProtectableItem, ...more }), "AccountStopped");

  it("lets jobs go on that wait for the account: the machine's own, the named one, and that of its jump host", async () => {
    await fleet.call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "Jumper", UserName: "jump", Password: "x" });
    const jump = { Name: "gate", Address: "10.0.0.9", AccountId: "2", HostKeySha256: "A".repeat(43) };
    await fleet.call("Set-AsrFabric", { Name: "CS1", JumpHosts: [jump] });
    const behind = await test(await other("behind", { Account: "LinuxAccount", JumpHost: "GATE" }));
    const named = await test(await other("named", { Account: "LinuxAccount" }), { Account: "Jumper" });
    const straight = await test(await other("straight", { Account: "LinuxAccount" }));
    expect(await resume({ Account: "Jumper", Password: "right-canary" })).toBe(2);
    expect(await Promise.all([behind, named, straight].map(stateOf))).toEqual(["InProgress", "InProgress", "Suspended"]);
    expect(await resume({ Account: "LinuxAccount" })).toBe(1); // mended on the machine itself
    expect(await stateOf(straight)).toBe("InProgress");
    expect(await resume({ Account: "LinuxAccount" })).toBe(0);
  });

  it("lets batches go on whose children wait for it, with their children, but none that MaxFailures halted", async () => {
    const item = fleet.protectedItem;
    const batch = async (code: string) => {
      const name = await started("Update-AsrMobilityService", { ReplicationProtectedItem: [item], Account: "LinuxAccount", MaxConcurrency: 1 });
      const [member] = (await fleet.context.batches.list(name, {}, { size: 1 })).items;
      if (member) await fleet.context.batches.move(name, "Waiting", [{ ...member, state: "Suspended" }]);
      return suspend(name, code);
    };
    const [waits, halted] = [await batch("AccountStopped"), await batch("BatchHalted")];
    const child = await started("Update-AsrMobilityService", { ReplicationProtectedItem: item, Account: "LinuxAccount" });
    const found = await fleet.context.jobs.find(child);
    if (found) await fleet.context.jobs.replace({ ...found.value, parent: waits }, found.etag, "NotStarted");
    await suspend(child, "LoginRefused");
    expect(await resume({ Account: "LinuxAccount", Password: "right-canary" })).toBe(1);
    expect(await Promise.all([waits, halted, child].map(stateOf))).toEqual(["InProgress", "Suspended", "Suspended"]);
  });

  it("only says it with WhatIf, and is not said where it was not asked for", async () => {
    const job = await test(await other("straight", { Account: "LinuxAccount" }));
    expect(await fleet.call("Set-AsrRunAsAccount", { ...NAMED, ResumeJobs: true, WhatIf: true })).toMatchObject({
      body: { Action: "Change run-as account and resume its jobs" },
    });
    expect((await set({ Password: "x" })).body).toMatchObject({ FleetDetails: { ResumedJobs: null } });
    expect(await stateOf(job)).toBe("Suspended");
  });
});

describe("Remove-AsrReplicationProtectedItem", () => {
  it("starts an uninstall, or with Force a job that only forgets", async () => {
    const asked = { InputObject: fleet.protectedItem };
    expect(await fleet.call("Remove-AsrReplicationProtectedItem", { ...asked, WhatIf: true })).toMatchObject({ status: 200 });
    expect(await fleet.call("Remove-AsrReplicationProtectedItem", asked)).toMatchObject({ status: 202, body: { JobType: "DisableProtection" } });
    expect(await fleet.call("Remove-AsrReplicationProtectedItem", { ...asked, Force: true })).toMatchObject({
      status: 202,
      body: { JobType: "PurgeProtection" },
    });
    expect(await fleet.call("Remove-AsrReplicationProtectedItem", { InputObject: `${fleet.protectedItem}-not` })).toMatchObject({ status: 404 });
  });
});
