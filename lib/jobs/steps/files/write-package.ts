import { FleetError } from "../../../core/errors.js";
import type { Installer } from "../../../fleet/installers/installer.js";
import { installerPath, packageFiles } from "../../deployment/package-files.js";
import type { PackedInstaller } from "../../deployment/package-plan.js";
import type { FleetStep, FleetStepContext } from "../../engine/step.js";
import { storeZip } from "../../zip/store-zip.js";
import type { ZipEntry } from "../../zip/zip.js";

/** Packs scripts, documents and installers (or links to them) of a deployment package. The registration secret is never asked for. */
export const writePackage: FleetStep<"deployment-package"> = {
  name: "write-package",
  title: "Writing the deployment package",
  changes: false,
  attemptSeconds: 150, // some GB of installers are copied
  deadlineSeconds: 3600,
  run: async (context) => {
    const { job, clock, signal, support } = context;
    const now = clock.now();
    const { linkHours } = job.input.deploymentPackage;
    const linksEnd = linkHours === undefined ? undefined : new Date(now.getTime() + linkHours * 3_600_000);
    const chosen = await findInstallers(context);
    const installers = await Promise.all(chosen.map((one) => packed(context, one, linksEnd)));
    const fabric = await context.fabric();
    const files = packageFiles({ madeAt: now, fabric, installers, ...(linksEnd && { linksEnd }) });
    const contents = linksEnd ? [] : chosen.map((one) => contentOf(context, one));
    const bundle = await storeZip(support.bundles, {
      job: job.name,
      fileName: packageFileName(job.name),
      entries: [...files, ...contents],
      now,
      signal,
    });
    const message = `The package has ${installers.length} installers ${linksEnd ? "by links" : "in it"} and ${bundle.sizeBytes} bytes`;
    return { type: "done", message, learned: { bundle } };
  },
};

export const packageFileName = (job: string): string => `mobility-service-${job.toLowerCase()}.zip`;

/** The ones that the call chose; they may have left the catalogue since. */
async function findInstallers({ job, installers }: FleetStepContext<"deployment-package">): Promise<readonly Installer[]> {
  const names = job.input.deploymentPackage.installers;
  return Promise.all(
    names.map(async (fileName) => {
      const found = await installers.findByFileName(fileName);
      if (!found) throw new FleetError("InstallerMissing", `The installer ${fileName} is no longer in the catalogue`);
      return found;
    }),
  );
}

async function packed(
  { content }: FleetStepContext<"deployment-package">,
  installer: Installer,
  linksEnd: Date | undefined,
): Promise<PackedInstaller> {
  return linksEnd ? { ...installer, url: await content.downloadLink(installer, linksEnd) } : installer;
}

const contentOf = ({ content }: FleetStepContext<"deployment-package">, installer: Installer): ZipEntry => ({
  name: installerPath(installer),
  sizeBytes: installer.sizeBytes,
  open: () => content.open(installer.sha256, 0),
});
