import { createHash } from "node:crypto";
import { BEGINNING_BYTES, builtFor } from "../../../agents/installers/built-for.js";
import { looksLikeItsName } from "../../../agents/installers/installer-content.js";
import { parseInstallerName } from "../../../agents/installers/installer-name.js";
import { FleetError, hasCode } from "../../../core/errors.js";
import type { Installer } from "../../../fleet/installers/installer.js";
import type { InstallerContent, InstallerStore } from "../../../fleet/ports.js";
import type { FleetStep } from "../../engine/step.js";
import type { Job } from "../../job.js";

const UPLOAD_HOURS = 24;

/** Waits for the file to arrive by its upload link. */
export const awaitUpload: FleetStep<"import-installer"> = {
  name: "await-upload",
  title: "Waiting for the upload",
  changes: false,
  deadlineSeconds: UPLOAD_HOURS * 3600,
  run: async ({ job, content, timing }) => {
    const upload = await content.findUpload(job.input.importId, job.target.name);
    if (!upload) return { type: "wait", seconds: timing.pollSeconds, message: `${job.target.name} was not uploaded yet` };
    return { type: "done", message: `${job.target.name} arrived (${upload.sizeBytes} bytes)` };
  },
};

/** Refuses a file that is not what its name says, that has another digest than was given, or than is known under its name. */
export const checkUpload: FleetStep<"import-installer"> = {
  name: "check-upload",
  title: "Checking the file",
  changes: false,
  attemptSeconds: 150, // some hundred MB are read
  deadlineSeconds: 3600,
  run: async (context) => {
    const { job, content, installers, signal } = context;
    const read = await readUpload(content, job.input.importId, job.target.name, signal);
    let found: string;
    try {
      await check(job, installers, read);
      found = checkSystem(job.target.name, read.beginning);
    } catch (error) {
      await content.removeUpload(job.input.importId, job.target.name);
      throw error;
    }
    return { type: "done", message: `SHA-256 ${read.sha256}; ${found}`, learned: { upload: { sha256: read.sha256, sizeBytes: read.sizeBytes } } };
  },
};

/** Puts the file into the catalogue, where jobs find it. */
export const listInstaller: FleetStep<"import-installer"> = {
  name: "list-installer",
  title: "Adding the installer to the catalogue",
  changes: true,
  deadlineSeconds: 600,
  run: async ({ job, content, installers, clock }) => {
    const { upload } = job.learned;
    if (!upload) throw new FleetError("Internal", "The upload was not checked");
    const { version, osTag, buildDate } = parseInstallerName(job.target.name);
    await content.accept(job.input.importId, job.target.name, upload.sha256);
    await addOnce(installers, { fileName: job.target.name, version, osTag, buildDate, ...upload, importedAt: clock.now().toISOString() });
    await content.removeUpload(job.input.importId, job.target.name);
    return { type: "done", message: `Version ${version} for ${osTag} is in the catalogue` };
  },
};

type ReadUpload = Readonly<{ sha256: string; sizeBytes: number; beginning: Buffer }>;

async function readUpload(content: InstallerContent, id: string, fileName: string, signal: AbortSignal): Promise<ReadUpload> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const first: Buffer[] = [];
  let kept = 0;
  for await (const chunk of (await content.openUpload(id, fileName)).iterator() as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    if (kept < BEGINNING_BYTES) {
      first.push(chunk);
      kept += chunk.length;
    }
    sizeBytes += chunk.length;
    hash.update(chunk);
  }
  return { sha256: hash.digest("hex"), sizeBytes, beginning: Buffer.concat(first).subarray(0, BEGINNING_BYTES) };
}

async function check({ input, target }: Job, installers: InstallerStore, { sha256, beginning }: ReadUpload): Promise<void> {
  if (!looksLikeItsName(beginning, target.name)) throw corrupt(`${target.name} is not the kind of file that its name says`);
  if (input.sha256 && input.sha256.toLowerCase() !== sha256) throw corrupt(`${target.name} has the SHA-256 ${sha256}, expected ${input.sha256}`);
  const known = await installers.findByFileName(target.name);
  if (known && known.sha256 !== sha256) throw corrupt(`${target.name} is in the catalogue with the SHA-256 ${known.sha256}; this file has ${sha256}`);
}

/** What the file's content says of its system, in words. Throws InstallerCorrupt when that is another one than its name says. */
function checkSystem(fileName: string, beginning: Buffer): string {
  const { osTag, kind } = parseInstallerName(fileName);
  if (kind === "exe") return "a program for Windows, as its name says";
  const found = builtFor(beginning);
  if (found.length === 0) return `its content does not say for which system it is; its name says ${osTag}`;
  if (found.includes(osTag)) return `for ${osTag} by its content, as its name says`;
  throw corrupt(`${fileName} is for ${found.join(", ")} by its content, and for ${osTag} by its name`);
}

async function addOnce(installers: InstallerStore, installer: Installer): Promise<void> {
  try {
    await installers.create(installer);
  } catch (error) {
    const known = hasCode(error, "Conflict") ? await installers.findByFileName(installer.fileName) : undefined;
    if (known?.sha256 !== installer.sha256) throw error;
  }
}

const corrupt = (message: string): FleetError =>
  new FleetError("InstallerCorrupt", message, { recommendedAction: "Download the file again from Microsoft and import it under its own name." });
