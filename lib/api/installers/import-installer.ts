import { type InstallerName, parseInstallerName } from "../../agents/installers/installer-name.js";
import { FleetError } from "../../core/errors.js";
import { uuidv7 } from "../../core/ids.js";
import { findRepeated } from "../../jobs/control/repeated-call.js";
import { type Answer, object } from "../cmdlet/answer.js";
import type { FleetContext } from "../cmdlet/context.js";
import { askedBy, type Caller } from "../http/caller.js";
import { AsrMobilityServiceInstallerImport } from "../objects/installer.js";
import { asrJob } from "../objects/job.js";
import { fill } from "../objects/output.js";

/** How long an upload may be begun. */
export const UPLOAD_LINK_HOURS = 4;

type Named = Readonly<{ fileName: string; sha256?: string | undefined }>;

/** What the file name says, and whether the catalogue has this very file. Throws InvalidParameter for a wrong name, Conflict when it has, or may have, another one of this name. */
export async function checkedInstallerName(
  { installers }: Pick<FleetContext, "installers">,
  { fileName, sha256 }: Named,
): Promise<InstallerName & Readonly<{ isKnown: boolean }>> {
  const name = parseInstallerName(fileName);
  const known = await installers.findByFileName(fileName);
  if (!known || known.sha256 === sha256?.toLowerCase()) return { ...name, isKnown: known !== undefined };
  throw new FleetError("Conflict", `The catalogue has ${known.fileName} already, with SHA-256 ${known.sha256}`, {
    target: "FileName",
    recommendedAction: "Give the SHA-256 of your file: the same one is known. A different file under the same name is not the vendor's.",
  });
}

type Import = InstallerName & Named & Readonly<{ isKnown: boolean }>;

/** Makes the upload link, and starts the job that waits for the upload, checks and lists it; neither for a file that the catalogue has. */
export async function importInstaller(context: FleetContext, caller: Caller, { fileName, sha256, isKnown, ...installer }: Import): Promise<Answer> {
  const about = { FileName: fileName, Version: installer.version, OSTag: installer.osTag, BuildDate: installer.buildDate };
  if (isKnown) return object(fill(AsrMobilityServiceInstallerImport, { ...about, State: "Known" }));
  const now = context.clock.now();
  const request = (importId: string) => ({
    recipe: "import-installer" as const,
    target: { kind: "installer" as const, name: fileName, friendlyName: fileName },
    input: { importId, ...(sha256 !== undefined && { sha256 }) },
    ...askedBy(caller),
  });
  const repeated = await findRepeated(context.jobs, request(""), { exceptOwn: true });
  const importId = repeated?.input.importId ?? uuidv7(now);
  const expiresAt = new Date(now.getTime() + UPLOAD_LINK_HOURS * 3_600_000);
  const link = await context.content.uploadLink(importId, fileName, expiresAt);
  const job = await context.startJob(request(importId));
  const accepted = fill(AsrMobilityServiceInstallerImport, {
    ...about,
    State: "AwaitsUpload",
    UploadUrl: link,
    UploadExpiresOn: expiresAt.toISOString(),
    Job: asrJob(job, context.vault),
  });
  return { kind: "accepted", object: accepted, jobName: job.name };
}
