import { useSignal } from "@preact/signals";
import { call } from "../api/call.js";
import type { Job } from "../api/objects.js";
import { Problem } from "../api/problem.js";
import { ProblemNote } from "../controls/state-of-data.js";
import { whyNot } from "../session/may-operate.js";

/** By the kind of a job that makes a file: what gives the link to it. */
const GIVES: ReadonlyMap<string, string> = new Map([
  ["SupportBundle", "Get-AzureRmRecoveryServicesAsrSupportBundle"],
  ["DeploymentPackage", "Get-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage"],
]);

/** The file that a job has made; its link is good for a while, so it is asked for when it is wanted. */
export function MadeFile({ job }: Readonly<{ job: Job }>) {
  const problem = useSignal<Problem | undefined>(undefined);
  const [, cmdlet] = [...GIVES].find(([kind]) => job.JobType.includes(kind)) ?? [];
  if (cmdlet === undefined || job.State !== "Succeeded") return null;
  async function download() {
    problem.value = undefined;
    try {
      const { DownloadUrl } = await call<{ DownloadUrl: string }>(cmdlet ?? "", { Job: job.Name });
      location.assign(DownloadUrl); // it comes as a file: the page stays
    } catch (error) {
      problem.value = error instanceof Problem ? error : new Problem({ status: 0, code: "Unexpected", message: String(error) });
    }
  }
  return (
    <div class="actions start">
      <button type="button" class="primary" disabled={whyNot("operator") !== ""} onClick={download}>
        Download the file
      </button>
      {problem.value && <ProblemNote problem={problem.value} />}
    </div>
  );
}
