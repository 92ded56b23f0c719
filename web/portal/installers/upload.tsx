import { useSignal } from "@preact/signals";
import { call } from "../api/call.js";
import type { Job } from "../api/objects.js";
import { Problem } from "../api/problem.js";
import { Dialog } from "../controls/dialog.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { ProblemNote } from "../controls/state-of-data.js";
import { go } from "../place/here.js";
import { sizeOf } from "../text/sizes.js";
import { putFile } from "./put-file.js";

const IMPORT = "Import-AzureRmRecoveryServicesAsrMobilityServiceInstaller";

type Made = Readonly<{ UploadUrl: string; Job: Job }>;

/** Brings a file of this computer into the catalogue: the service gives a link for this one file, the browser puts it there, a job checks and lists it. */
export function Upload({ onDone, onClose }: Readonly<{ onDone: () => void; onClose: () => void }>) {
  const file = useSignal<File | undefined>(undefined);
  const sent = useSignal<number | undefined>(undefined);
  const problem = useSignal<Problem | undefined>(undefined);
  async function upload(event: SubmitEvent) {
    event.preventDefault();
    const chosen = file.value;
    if (!chosen || sent.value !== undefined) return;
    problem.value = undefined;
    sent.value = 0;
    try {
      const { UploadUrl, Job } = await call<Made>(IMPORT, { FileName: chosen.name });
      await putFile(UploadUrl, chosen, (bytes) => {
        sent.value = bytes;
      });
      onClose();
      onDone();
      go({ words: ["jobs", Job.Name], query: {} });
    } catch (error) {
      problem.value = error instanceof Problem ? error : new Problem({ status: 0, code: "Unexpected", message: String(error) });
      sent.value = undefined;
    }
  }
  return (
    <Dialog title="Upload an installer" onClose={onClose}>
      <form class="act" onSubmit={upload}>
        <p>The file as the vendor gave it: its name tells version and system. A job checks it, and lists it when it is what it says.</p>
        <label class="field">
          <span>Installer</span>
          <input
            type="file"
            required
            onChange={(event) => {
              file.value = event.currentTarget.files?.[0];
            }}
          />
        </label>
        {file.value && (
          <p class="small quiet">
            {file.value.name}, {sizeOf(file.value.size)}
          </p>
        )}
        {sent.value !== undefined && file.value && (
          <p role="status">
            <progress max={file.value.size} value={sent.value} aria-label="Upload" /> {sizeOf(sent.value)} of {sizeOf(file.value.size)}
          </p>
        )}
        {problem.value && <ProblemNote problem={problem.value} />}
        <div class="actions">
          <button type="submit" class="primary" disabled={!file.value || sent.value !== undefined}>
            Upload
          </button>
        </div>
      </form>
      <SameByCommand calls={[{ cmdlet: IMPORT, parameters: { FileName: file.value?.name ?? "<file>" } }]} />
    </Dialog>
  );
}
