import { saveImport } from "../../lib/api/inventory/start-import.js";
import type { InventoryLine } from "../../lib/fleet/machines/inventory.js";
import { startJob } from "../../lib/jobs/control/start-job.js";
import type { Job, JobTarget } from "../../lib/jobs/job.js";
import type { JobInput } from "../../lib/jobs/job-input.js";
import type { RecipeName } from "../../lib/jobs/recipe-name.js";
import type { MachineRecipe } from "../../lib/jobs/recipe-records.js";
import { aJob, aMachine } from "../../test/store/samples.js";
import { installerFile } from "../fleet/installers.js";
import { type SimulatedFleet, VERSIONS } from "../fleet/simulated-fleet.js";
import type { HostDeps } from "../fleet/simulated-host.js";
import { VAULT_ITEMS, VAULT_PLACE, VAULT_SERVER_VERSION } from "../fleet/simulated-vault.js";
import { ask, BATCH_SCENARIO } from "./machine-scenarios.js";
import type { Scenario } from "./scenario.js";

type Asked = Readonly<{ recipe: RecipeName; target: JobTarget; input: JobInput }>;
const start = ({ jobs, queue, clock }: HostDeps, asked: Asked) => startJob({ jobs, queue, clock })(asked);
const onFabric = { kind: "fabric", fabric: "fabric", name: "fabric", friendlyName: "fabric" } as const;

const lines: readonly InventoryLine[] = ["new-1", "new-2"].map((friendlyName) => ({
  ...{ fabric: "fabric", container: "container", friendlyName, clear: [] },
  set: { address: friendlyName, osType: "Linux" },
}));

const namesIn = async ({ stores }: SimulatedFleet, fabric: string, container: string): Promise<readonly string[]> =>
  (await stores.machines.list(fabric, container, { size: 100 })).items.map(({ friendlyName }) => friendlyName).sort();

/** Each of the names once. */
const same = (is: readonly string[], wanted: readonly string[]): readonly string[] =>
  is.join() === wanted.join() ? [] : [`there are the machines ${is.join(", ")}, not ${wanted.join(", ")}`];

const fileOf = (recipe: RecipeName) => (_fleet: SimulatedFleet, jobs: readonly Job[]) =>
  jobs.some((job) => job.recipe === recipe && job.learned.bundle !== undefined) ? [] : ["the file was not made"];

const OLD_JOB = aJob(new Date("2026-11-01T09:00:00.000Z"), { state: "Succeeded", endTime: "2026-11-01T09:01:00.000Z" });
const withOldJob = async ({ stores }: SimulatedFleet): Promise<void> => void (await stores.jobs.create(OLD_JOB));

const upload = installerFile("9.25.1.1");

/** For every recipe that is about the fleet itself what is to become of it. */
export const FLEET_SCENARIOS: Readonly<Record<Exclude<RecipeName, MachineRecipe>, readonly Scenario[]>> = {
  batch: [BATCH_SCENARIO],
  "import-inventory": [
    {
      title: "an import of the inventory",
      machines: [],
      start: async (deps) => {
        const importId = await saveImport(deps, lines);
        return start(deps, {
          recipe: "import-inventory",
          target: { kind: "inventory", name: importId, friendlyName: "two lines" },
          input: { importId },
        });
      },
      check: async (fleet) => same(await namesIn(fleet, "fabric", "container"), ["new-1", "new-2"]),
    },
  ],
  "import-vault": [
    {
      title: "an import from a vault",
      machines: [],
      start: async (deps) => {
        const importId = await saveImport(deps, []);
        const input = { importId, vault: VAULT_PLACE };
        return start(deps, { recipe: "import-vault", target: { kind: "inventory", name: importId, friendlyName: "a vault" }, input });
      },
      check: async (fleet) => {
        const fabric = (await fleet.stores.fabrics.list()).find(({ friendlyName }) => friendlyName === "Vault fabric");
        const [container] = fabric ? await fleet.stores.fabrics.listContainers(fabric.name) : [];
        if (!fabric || !container) return ["the vault's fabric is not there"];
        return same(await namesIn(fleet, fabric.name, container.name), VAULT_ITEMS);
      },
    },
  ],
  "import-installer": [
    {
      title: "an import of an installer",
      machines: [],
      prepare: async ({ stores }) => stores.content.upload("upload-1", upload.fileName, upload.bytes),
      start: (deps) =>
        start(deps, {
          recipe: "import-installer",
          target: { kind: "installer", name: upload.fileName, friendlyName: upload.fileName },
          input: { importId: "upload-1" },
        }),
      check: async ({ stores }) => [
        ...((await stores.installers.list()).filter(({ fileName }) => fileName === upload.fileName).length === 1
          ? []
          : ["it is not once in the catalogue"]),
        ...((await stores.content.findUpload("upload-1", upload.fileName)) ? ["the upload is left"] : []),
      ],
    },
  ],
  "refresh-provider": [
    {
      title: "a refresh of a fabric's servers",
      machines: [],
      prepare: async ({ stores }) => {
        const vault = {
          vaultName: VAULT_PLACE.vaultName,
          fabric: "vault-fabric",
          readTime: "2026-11-01T08:00:00.000Z",
          applianceParts: [],
          providers: [],
        };
        const found = await stores.fabrics.find("fabric");
        if (found) await stores.fabrics.replace({ ...found.value, generation: "Classic", vault }, found.etag);
      },
      start: (deps) => start(deps, { recipe: "refresh-provider", target: onFabric, input: { vault: VAULT_PLACE } }),
      check: async ({ stores }) =>
        (await stores.fabrics.find("fabric"))?.value.serverVersion === VAULT_SERVER_VERSION ? [] : ["the version of the server is not on record"],
    },
  ],
  "remove-fabric": [
    {
      title: "a removal of a fabric with what lies below it",
      machines: [],
      prepare: async ({ stores }) => {
        await stores.machines.create(aMachine({ fabric: "fabric", container: "container", name: "removed-1", friendlyName: "removed-1" }));
      },
      start: (deps) => start(deps, { recipe: "remove-fabric", target: onFabric, input: { force: true } }),
      check: async ({ stores }) => [
        ...((await stores.fabrics.find("fabric")) ? ["the fabric is there"] : []),
        ...((await stores.fabrics.listContainers("fabric")).length > 0 ? ["a container is left"] : []),
        ...((await stores.accounts.list("fabric")).length > 0 ? ["an account is left"] : []),
      ],
    },
  ],
  "support-bundle": [
    {
      title: "a support bundle",
      machines: [{ name: "machine-1", version: VERSIONS.before, runSeconds: 0 }],
      prepare: withOldJob,
      start: ask("support-bundle", { bundledJob: OLD_JOB.name }),
      check: fileOf("support-bundle"),
    },
  ],
  "deployment-package": [
    {
      title: "a deployment package",
      machines: [],
      start: (deps) =>
        start(deps, {
          recipe: "deployment-package",
          target: onFabric,
          input: { deploymentPackage: { installers: [installerFile(VERSIONS.target).fileName] } },
        }),
      check: fileOf("deployment-package"),
    },
  ],
  "export-jobs": [
    {
      title: "a list of jobs",
      machines: [],
      prepare: withOldJob,
      start: (deps) =>
        start(deps, {
          recipe: "export-jobs",
          target: onFabric,
          input: { jobExport: { selection: {}, format: "Json", offsetMinutes: 0 } },
        }),
      check: fileOf("export-jobs"),
    },
  ],
};
