import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { destinations } from "../../lib/core/destinations.js";
import { Secret } from "../../lib/core/secret.js";
import type { RunAsAccount } from "../../lib/fleet/accounts/account.js";
import { credentialSecretName, encodeCredential } from "../../lib/fleet/accounts/credential-secret.js";
import type { Machine } from "../../lib/fleet/machines/machine.js";
import { findJump } from "../../lib/reach/jump-account.js";
import { logIn } from "../../lib/reach/log-in.js";
import { NotYet } from "../../lib/reach/not-yet.js";
import { connectMachine } from "../../lib/remote/connect.js";
import { sealedSecrets } from "../../lib/store/secrets/sealed-secrets.js";
import { sealingKeyRing } from "../../lib/store/secrets/sealing-key-ring.js";
import { storage } from "../../lib/store/storage.js";
import { handClock } from "../jobs/engine/engine.js";
import { sshServer, type TestServer } from "../remote/ssh/ssh-server.js";
import { openClients } from "../store/open-storage.js";
import { aFabric, aMachine, anAccount } from "../store/samples.js";

const JUMPER = { id: "2", name: "jumper", userName: "jumper", provedVersion: 1 };
const DMZ = { name: "dmz", address: "10.0.0.9", port: 22, accountId: "2", hostKeySha256: "A".repeat(43) };

/** A fabric on Azurite with the jump host `dmz` as its default; account 1 is that of machines, account 2 that of the jump host. */
async function openSite(account: Partial<RunAsAccount> = {}, place: Partial<typeof DMZ> = {}) {
  const [clients, clock] = [await openClients(), handClock()];
  const secrets = sealedSecrets(clients.tables.secrets, sealingKeyRing(`2026:${randomBytes(32).toString("base64")}`));
  const deps = { ...storage(clients, clock), secrets, clock };
  await deps.fabrics.create(aFabric({ jumpHosts: [{ ...DMZ, ...place }], defaultJumpHost: "dmz" }));
  for (const one of [anAccount({ provedVersion: 1 }), anAccount({ ...JUMPER, ...account })]) {
    await deps.accounts.create(one);
    await secrets.put(credentialSecretName(one.fabric, one.id), encodeCredential({ password: new Secret("right") }));
  }
  return { deps, jumper: async () => (await deps.accounts.find("site-1", "2"))?.value };
}

const at = ({ target }: TestServer) => ({ address: target.address, port: target.port, hostKeySha256: target.hostKeySha256 ?? "" });
const behind = ({ target }: TestServer, over: Partial<Machine> = {}): Machine =>
  aMachine({ ...{ address: target.address, port: target.port, accountId: "1", jumpHost: "dmz" }, ...over });

it("goes by the fabric's jump host with its own account, unless the machine names another one or none", async () => {
  const { deps } = await openSite();
  const other = { ...DMZ, name: "Inner", address: "10.0.0.10" };
  const fabric = await deps.fabrics.find("site-1");
  await deps.fabrics.replace(aFabric({ jumpHosts: [DMZ, other], defaultJumpHost: "DMZ" }), fabric?.etag ?? "");
  const way = async (over: Partial<Machine>) => (await findJump(deps, aMachine(over)))?.target;
  expect(await way({})).toMatchObject({ name: "dmz", address: "10.0.0.9", userName: "jumper", hostKeySha256: DMZ.hostKeySha256 });
  expect((await way({}))?.password?.reveal()).toBe("right");
  expect(await way({ jumpHost: "inner" })).toMatchObject({ name: "Inner", address: "10.0.0.10" });
  expect(await way({ jumpHost: "none" })).toBeUndefined();
});

it.each([undefined, "none"])("goes the direct way where the fabric's default is %s", async (defaultJumpHost) => {
  const { deps } = await openSite();
  const fabric = await deps.fabrics.find("site-1");
  await deps.fabrics.replace(aFabric({ jumpHosts: [DMZ], ...(defaultJumpHost && { defaultJumpHost }) }), fabric?.etag ?? "");
  expect(await findJump(deps, aMachine())).toBeUndefined();
});

it("names the jump hosts that there are when the machine's is not among them", async () => {
  const { deps } = await openSite();
  const missing = findJump(deps, aMachine({ jumpHost: "gone", friendlyName: "web-1" }));
  await expect(missing).rejects.toMatchObject({ code: "JumpHostUnreachable", retryable: false, message: expect.stringMatching(/web-1.*gone.*dmz/) });
});

it("says which account of the jump host is missing, or has no credential", async () => {
  const { deps, jumper } = await openSite();
  const missing = { code: "AccountMissing", target: "dmz", message: expect.stringContaining("account 2 of the jump host dmz") };
  await deps.secrets.remove(credentialSecretName("site-1", "2"));
  await expect(findJump(deps, aMachine())).rejects.toMatchObject(missing);
  const account = await jumper();
  if (account) await deps.accounts.remove(account, (await deps.accounts.find("site-1", "2"))?.etag ?? "");
  await expect(findJump(deps, aMachine())).rejects.toMatchObject(missing);
});

it.each([
  ["was stopped", { stopped: true }],
  ["was refused by this jump host", { refusedBy: ["jump host dmz"] }],
])("tries no login with an account that %s", async (_why, account) => {
  const { deps } = await openSite(account);
  await expect(findJump(deps, aMachine())).rejects.toMatchObject({ code: "AccountStopped", target: "dmz" });
});

it("counts a refused login once for all jobs that waited for it, and against its own account alone", async () => {
  await using dmz = await sshServer({ authenticate: (context) => context.reject([]) });
  await using server = await sshServer();
  const { deps, jumper } = await openSite({}, at(dmz));
  const jobs = [1, 2, 3].map(() => connectBy(deps, behind(server)));
  for (const refused of await Promise.allSettled(jobs)) expect(refused).toMatchObject({ reason: { code: "JumpHostUnreachable" } });
  expect(await jumper()).toMatchObject({ refusedBy: ["jump host dmz"], refusedInARow: 1, stopped: false });
  expect((await deps.accounts.find("site-1", "1"))?.value).toMatchObject({ refusedBy: [], refusedInARow: 0 });
  await expect(connectBy(deps, behind(server))).rejects.toMatchObject({ code: "AccountStopped" });
  expect([dmz.tried.length, server.tried.length]).toEqual([1, 0]);
});

it("does not count a jump host that does not answer, or shows another key, as a refusal", async () => {
  await using dmz = await sshServer();
  await using server = await sshServer();
  const changed = await openSite({}, { ...at(dmz), hostKeySha256: "B".repeat(43) });
  await expect(connectBy(changed.deps, behind(server))).rejects.toMatchObject({ code: "HostKeyMismatch", target: "dmz" });
  const closed = await openSite({}, { ...at(dmz), port: 1 });
  await expect(connectBy(closed.deps, behind(server))).rejects.toMatchObject({ code: "JumpHostUnreachable", retryable: true });
  for (const { jumper } of [changed, closed]) expect(await jumper()).toMatchObject({ refusedBy: [], refusedInARow: 0 });
});

it("counts a refused login of the machine against the machine's account alone", async () => {
  await using dmz = await sshServer();
  await using server = await sshServer({ authenticate: (context) => context.reject([]) });
  const { deps, jumper } = await openSite({}, at(dmz));
  const machine = behind(server);
  await expect(connectBy(deps, machine)).rejects.toMatchObject({ code: "LoginRefused" });
  expect((await deps.accounts.find("site-1", "1"))?.value.refusedBy).toEqual([machine.name]);
  expect(await jumper()).toMatchObject({ refusedBy: [], stopped: false });
});

it("tries a new credential on the way to one machine, and lets the others wait until it is proved", async () => {
  await using dmz = await sshServer();
  await using server = await sshServer();
  const { deps, jumper } = await openSite({ provedVersion: 0 }, at(dmz));
  const [first, second] = [behind(server), behind(server)];
  await findJump(deps, first);
  await expect(findJump(deps, second)).rejects.toBeInstanceOf(NotYet);
  expect(dmz.tried).toEqual([]);
  await connectBy(deps, first);
  expect(await jumper()).toMatchObject({ provedVersion: 1 });
  expect(await findJump(deps, second)).toMatchObject({ target: { name: "dmz" } });
});

it("counts a new credential as proved when only the machine behind the jump host does not answer", async () => {
  await using dmz = await sshServer();
  await using server = await sshServer();
  const { deps, jumper } = await openSite({ provedVersion: 0 }, at(dmz));
  await expect(connectBy(deps, behind(server, { port: 1 }))).rejects.toMatchObject({ code: "MachineUnreachable" });
  expect(await jumper()).toMatchObject({ provedVersion: 1, refusedBy: [] });
});

it("proves one new account that both the jump host and the machine have", async () => {
  await using dmz = await sshServer();
  await using server = await sshServer();
  const { deps, jumper } = await openSite({ provedVersion: 0, userName: "root" }, at(dmz));
  const machine = behind(server, { accountId: "2" });
  await expect(connectBy(deps, machine)).rejects.toBeInstanceOf(NotYet); // the jump host's turn is written down first
  await connectBy(deps, machine);
  expect(await jumper()).toMatchObject({ provedVersion: 1 });
});

/** Logs in as a job does, and hangs up. */
async function connectBy(deps: Awaited<ReturnType<typeof openSite>>["deps"], machine: Machine): Promise<void> {
  const wish = { acceptHostKey: true, registers: false, testsAccount: false };
  const options = { ...deps, connect: connectMachine(destinations(["127.0.0.0/8"])), hostKeyPolicy: "approve" as const, connectTimeoutMs: 20_000 };
  const { remote } = await logIn(options, wish, machine, AbortSignal.timeout(20_000));
  await remote.close();
}
