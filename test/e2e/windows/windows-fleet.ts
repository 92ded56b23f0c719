import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { AsrJob } from "../../../lib/api/objects/job.js";
import { makeWindowsInstaller } from "../../../local/lab/windows/installer/windows-installer.js";
import { TREE } from "../../local/lab/windows/here.js";
import { until } from "../../until.js";
import { isOpen, type Upload } from "../fleet.js";
import { servedFleet } from "../served-fleet.js";

/** PowerShell on Wine takes its time on a busy machine: an invocation is not to end for that. */
const PATIENT = { FLEET_RUN_BUDGET_SECONDS: "240", FLEET_STEP_TIMEOUT_SECONDS: "200" };
const JOB_MS = 400_000;

/** A fleet for the tests of one `describe` about a machine with Windows: installers of both versions, and jobs that may take their time. */
export function windowsFleet() {
  const fleet = servedFleet([], PATIENT);
  return {
    fleet,
    async importInstallers(versions: readonly string[]): Promise<void> {
      const jobs = await Promise.all(versions.map(async (version) => fleet.importFile(await installerOf(version))));
      for (const job of jobs) expect(job).toMatchObject({ State: "Succeeded" });
    },
    /** Starts a job and gives it as it has ended. */
    async run(cmdlet: string, parameters: Readonly<Record<string, unknown>>): Promise<AsrJob> {
      let job = await fleet.start(cmdlet, parameters);
      const hasEnded = async () => {
        job = await fleet.client.call<AsrJob>("Get-ASRJob", { Name: job.Name });
        return !isOpen(job);
      };
      await until(hasEnded, { withinMs: JOB_MS, everyMs: 1000, what: `the end of ${cmdlet}` });
      return job;
    },
  };
}

async function installerOf(version: string): Promise<Upload> {
  if (!TREE) throw new Error("there is no tree of Windows to make installers of");
  const dir = await mkdtemp(join(tmpdir(), "fleet-e2e-"));
  try {
    const { path, fileName, sha256 } = await makeWindowsInstaller(TREE, { version, dir });
    return { fileName, content: await readFile(path), sha256 };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
