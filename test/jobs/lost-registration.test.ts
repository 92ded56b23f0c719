import { describe, expect, it } from "vitest";
import { Secret } from "../../lib/core/secret.js";
import type { Machine } from "../../lib/fleet/machines/machine.js";
import { recipeOf } from "../../lib/jobs/recipes.js";
import { needs } from "../here.js";
import { aFabric, anInstaller } from "../store/samples.js";
import { jobEngine } from "./engine/engine.js";
import { slotMachine } from "./engine/slot-machine.js";

const [BEFORE, TARGET] = ["9.61.1.1", "9.62.1.1"];

type Given = Readonly<{ secret: boolean; machine: ReturnType<typeof slotMachine>; hostKey?: "first-use" }>;

/** An update of the machine in a fabric that has its secret, or has none. */
async function updated({ secret, machine, hostKey }: Given) {
  const engine = await jobEngine({}, { connect: async () => machine.remote, recipeOf });
  await engine.fabrics.create(aFabric({ name: "fabric", generation: "Modernized", ...(secret && { registrationSecret: "secret-1" }) }));
  if (secret) await engine.secrets.put("secret-1", new Secret("{}"));
  if (hostKey) await unapprove(engine, await engine.machine());
  await engine.installers.create(anInstaller({ version: TARGET, osTag: "RHEL8-64" }));
  const { name } = await engine.start();
  await engine.drain();
  return engine.job(name);
}

/** The machine's host key is the one that it showed first, and its account has no password. */
async function unapprove({ machines, accounts }: Awaited<ReturnType<typeof jobEngine>>, machine: Machine): Promise<void> {
  const [found, account] = await Promise.all([machines.find(machine), accounts.find("fabric", "1")]);
  if (!found || !account) throw new Error("the engine has neither machine nor account");
  const hostKey = { type: "ssh-ed25519", sha256: "x", origin: "first-use", recordedAt: "2026-11-01T00:00:00.000Z" } as const;
  await machines.replace({ ...found.value, hostKey }, found.etag);
  await accounts.replace({ ...account.value, hasPassword: false }, account.etag);
}

describe.skipIf(needs("flock", "setsid"))(`an update that ends unregistered${needs("flock", "setsid")}`, () => {
  it("registers the agent again with the fabric's secret, when the installer took the registration away", async () => {
    const machine = slotMachine(BEFORE, { losesRegistration: true });
    const job = await updated({ secret: true, machine });
    expect(job).toMatchObject({ state: "Succeeded", learned: { versionAfter: TARGET } });
    expect(machine.registrations()).toBe(1);
    expect(job.tasks.map(({ name }) => name)).toEqual(expect.arrayContaining(["register-again", "await-registration", "verify-registration"]));
  });

  it("registers an agent that was not registered before either, also where there is nothing to update", async () => {
    for (const version of [BEFORE, TARGET]) {
      const machine = slotMachine(version, { registered: false });
      expect(await updated({ secret: true, machine })).toMatchObject({ state: "Succeeded" });
      expect(machine.registrations()).toBe(1);
    }
  });

  it("ends with an error of its own where the fabric has no secret; the machine has the new version", async () => {
    const machine = slotMachine(BEFORE, { losesRegistration: true });
    const job = await updated({ secret: false, machine });
    expect(job).toMatchObject({ state: "Failed", errors: [{ code: "RegistrationLost", message: expect.stringContaining(TARGET) }] });
    expect(machine.version()).toBe(TARGET);
  });

  it("hands the secret to no machine whose host key nobody approved", async () => {
    const machine = slotMachine(BEFORE, { losesRegistration: true });
    expect(await updated({ secret: true, machine, hostKey: "first-use" })).toMatchObject({ state: "Failed", errors: [{ code: "HostKeyUnknown" }] });
    expect(machine.registrations()).toBe(0);
  });

  it("has no step more when the agent kept its registration", async () => {
    const machine = slotMachine(BEFORE);
    const job = await updated({ secret: true, machine });
    expect(job.state).toBe("Succeeded");
    expect(job.tasks.map(({ name }) => name)).not.toContain("register-again");
  });
});
