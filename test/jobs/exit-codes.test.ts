import { describe, expect, it } from "vitest";
import { Secret } from "../../lib/core/secret.js";
import type { JobInput } from "../../lib/jobs/job-input.js";
import type { RecipeName } from "../../lib/jobs/recipe-name.js";
import { recipeOf } from "../../lib/jobs/recipes.js";
import { needs } from "../here.js";
import { aFabric, anInstaller } from "../store/samples.js";
import { jobEngine } from "./engine/engine.js";
import { slotMachine } from "./engine/slot-machine.js";

const [BEFORE, TARGET] = ["9.61.1.1", "9.62.1.1"];

/** A job on the machine, to its end. */
async function done(machine: ReturnType<typeof slotMachine>, recipe: RecipeName = "update", input: JobInput = {}) {
  const engine = await jobEngine({}, { connect: async () => machine.remote, recipeOf: (job) => recipeOf({ ...job, recipe }) });
  await engine.fabrics.create(aFabric({ name: "fabric", generation: "Modernized", registrationSecret: "secret-1" }));
  await engine.secrets.put("secret-1", new Secret("{}"));
  await engine.installers.create(anInstaller({ version: TARGET, osTag: "RHEL8-64" }));
  const { name } = await engine.start(input);
  await engine.drain(80);
  return engine.job(name);
}

describe.skipIf(needs("flock", "setsid"))(`a job whose installer ends${needs("flock", "setsid")}`, () => {
  it.each([1, 43, 44, 115, 116])("with %d, which may pass, starts it again later and succeeds", async (code) => {
    const machine = slotMachine(BEFORE, { exits: [code, code] });
    const job = await done(machine);
    expect(job).toMatchObject({ state: "Succeeded", errors: [], learned: { versionAfter: TARGET } });
    expect(machine.installed()).toEqual([TARGET, TARGET, TARGET]);
  });

  it.each([
    [1, "InstallerBusy"],
    [43, "InstallerFailed"],
    [44, "ServicesNotRunning"],
  ])("again and again with %d, which may pass, gives up within limits, and says how often it was tried", async (exit, code) => {
    const machine = slotMachine(BEFORE, { exits: Array.from({ length: 20 }, () => exit) });
    const job = await done(machine);
    expect(job).toMatchObject({ state: "Failed", errors: [{ code, message: expect.stringContaining("It was tried 5 times") }] });
    expect(job.errors[0]?.recommendedAction).toMatch(/^The job tries the installer again by itself/);
    expect(machine.installed()).toHaveLength(5);
  });

  it.each([4, 11, 42, 150, 208])("with %d, which does not pass, fails at once", async (code) => {
    const machine = slotMachine(BEFORE, { exits: [code] });
    expect(await done(machine)).toMatchObject({ state: "Failed" });
    expect(machine.installed()).toHaveLength(1);
  });

  it.each([
    [97, "EP2004"],
    [99, "EP2003"],
  ])("with %d and no errors file, or one that cannot be read, has an outcome of its own: %s", async (code, vendorCode) => {
    for (const errorsFile of [undefined, "{ cut"]) {
      const job = await done(slotMachine(BEFORE, { exits: [code], ...(errorsFile !== undefined && { errorsFile }) }));
      expect(job).toMatchObject({ state: "Failed", errors: [{ vendorCode, message: expect.stringContaining("missing or cannot be read") }] });
    }
  });

  it.each([
    [97, "EP0964", "ASRMobilityServiceInstallerDowngradeAgentNotSupported"],
    [99, "EP0915", "ASRMobilityServiceKernelNotSupported"],
    [97, "EP0964", "ASRSomethingNobodyKnows"],
  ])("with %d and an errors file shows %s and the vendor's name, %s", async (code, vendorCode, error_name) => {
    const errorsFile = JSON.stringify({ Errors: [{ error_name, error_params: {}, default_message: "It is so." }] });
    const job = await done(slotMachine(BEFORE, { exits: [code], errorsFile }));
    expect(job).toMatchObject({ state: "Failed", errors: [{ vendorCode, message: `It is so. (${error_name})` }] });
  });

  it.each([0, 98, 209])("with %d and has done nothing, fails, names the code and claims no success", async (code) => {
    const { state, errors } = await done(slotMachine(BEFORE, { exits: [code] }));
    expect(state).toBe("Failed");
    expect(errors[0]).toMatchObject({ code: "InstallerDidNothing", message: expect.stringContaining(`ended with ${code}`) });
    expect(errors[0]?.message).not.toContain("without an error");
  });

  it("with 98 on a machine without an agent names the likely fault, the role", async () => {
    const machine = slotMachine(BEFORE, { exits: [98], registered: false });
    machine.removeAgent();
    const { errors } = await done(machine, "install");
    expect(errors[0]).toMatchObject({ code: "InstallerDidNothing", possibleCauses: expect.stringContaining("-r MS") });
    expect(errors[0]?.message).toContain("the mobility service is not installed");
  });

  it("and whose configurator ends with a code that may pass, starts that again later", async () => {
    const machine = slotMachine(TARGET, { registered: false, exits: [119, 77] });
    expect(await done(machine)).toMatchObject({ state: "Succeeded", errors: [] });
    expect(machine.registrations()).toBe(3);
  });
});
