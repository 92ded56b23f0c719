import { FleetError } from "../../core/errors.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import type { Installer } from "../../fleet/installers/installer.js";
import type { Job } from "../../jobs/job.js";
import { packageFileName } from "../../jobs/steps/files/write-package.js";
import { type Answer, jobAnswer, object } from "../cmdlet/answer.js";
import type { FleetContext } from "../cmdlet/context.js";
import { askedBy, type Caller } from "../http/caller.js";
import { finishedZip } from "../jobs/finished-zip.js";
import { AsrMobilityServiceDeploymentPackage } from "../objects/deployment.js";
import { fill } from "../objects/output.js";

/** Below what a zip can say without its 64-bit form, which old unpackers do not know, and what one attempt of the job copies in its time. */
const MOST_INCLUDED_BYTES = 3_500_000_000;

type Package = Readonly<{ fabric: Fabric; installers: readonly Installer[]; linkHours?: number | undefined }>;

/** Throws InvalidParameter for what no package can be made of. */
export function checkPackage({ fabric, installers, linkHours }: Package): void {
  refuseUnreachable(fabric);
  const bytes = installers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (linkHours === undefined && bytes > MOST_INCLUDED_BYTES) {
    throw new FleetError(
      "InvalidParameter",
      `The ${installers.length} installers have ${bytes} bytes, and a package takes at most ${MOST_INCLUDED_BYTES}; name fewer systems by OSTag, or leave out IncludeInstaller`,
      { target: "IncludeInstaller" },
    );
  }
}

/** A classic agent registers with an address. */
export function refuseUnreachable({ generation, name, serverAddress }: Fabric): void {
  if (generation === "Modernized" || serverAddress !== undefined) return;
  throw new FleetError("InvalidParameter", `Fabric "${name}" has no ServerAddress that its machines could register with; set it with Set-AsrFabric`, {
    target: "Fabric",
  });
}

/** Starts the job that writes the package. */
export async function startPackage(context: FleetContext, caller: Caller, { fabric, installers, linkHours }: Package): Promise<Answer> {
  const job = await context.startJob({
    recipe: "deployment-package",
    target: { kind: "fabric", fabric: fabric.name, name: fabric.name, friendlyName: fabric.friendlyName },
    input: { deploymentPackage: { installers: installers.map(({ fileName }) => fileName), ...(linkHours !== undefined && { linkHours }) } },
    ...askedBy(caller),
  });
  return jobAnswer(context, job);
}

/** The package of a job that has made one. Throws InvalidParameter for another kind of job, Conflict while it is being made. */
export async function packageLink(context: FleetContext, job: Job): Promise<Answer> {
  const zip = await finishedZip(context, job, {
    recipe: "deployment-package",
    what: "deployment package",
    cmdlet: "New-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage",
  });
  const { installers = [], linkHours } = job.input.deploymentPackage ?? {};
  const madeAt = Date.parse(job.tasks[0]?.endTime ?? job.createdTime);
  return object(
    fill(AsrMobilityServiceDeploymentPackage, {
      Name: job.name,
      Fabric: job.target.name,
      Installers: [...installers],
      InstallerLinksExpireOn: linkHours === undefined ? null : new Date(madeAt + linkHours * 3_600_000).toISOString(),
      FileName: packageFileName(job.name),
      ...zip,
    }),
  );
}
