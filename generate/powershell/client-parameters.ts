import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import type { ModuleParameter } from "./module-parameter.js";

/** What a cmdlet does with files on the caller's side. Seen from its output, so that a new cmdlet needs no hand's turn. */
export type Transfer = "None" | "Upload" | "Download" | "Save";

export function transferOf({ output }: Pick<AnyCmdlet, "output">): Transfer {
  const has = (...names: readonly string[]) => names.every((name) => name in output.shape);
  if (has("FileName", "UploadUrl")) return "Upload";
  if (has("FileName", "DownloadUrl")) return "Download";
  return has("FileName", "Content") ? "Save" : "None";
}

/** Parameters for files on the caller's side. */
export function fileParameters(cmdlet: AnyCmdlet): readonly ModuleParameter[] {
  const client = { sets: new Map<string, boolean>(), aliases: [], kind: "Client" } as const;
  switch (transferOf(cmdlet)) {
    case "None":
      return [];
    case "Upload": {
      const sets = new Map(Object.keys(cmdlet.parameterSets).map((set) => [set, true]));
      const help =
        "Path of the file to upload, with its name as it was downloaded; wildcards stand for several. Its SHA-256 is computed and checked on arrival.";
      return [{ ...client, sets, name: "Path", type: "string[]", help, aliases: ["FullName"], byPropertyName: true }];
    }
    default: {
      const name = {
        ...client,
        name: "Path",
        type: "string",
        help: "File or folder to write to. The file is put out then, and not what the service answered.",
      };
      const force = { ...client, name: "Force", type: "switch", help: "Replaces a file that is there already." };
      return declaresForce(cmdlet) ? [name] : [name, force];
    }
  }
}

const declaresForce = ({ parameterSets }: AnyCmdlet): boolean => Object.values(parameterSets).some(({ shape }) => "Force" in shape);

/** What it ends is not to be had back by another call: PowerShell asks before it, unless told not to. */
export const endsSomething = ({ name }: Pick<AnyCmdlet, "name">): boolean => /^(Remove|Uninstall)-/.test(name);

/** It registers machines anew, or may restart them: asked about before it is done to many. */
export const movesMany = ({ name, parameterSets }: AnyCmdlet): boolean =>
  name.startsWith("Register-") || Object.values(parameterSets).some(({ shape }) => "Restart" in shape);

/** Parameters that the service never sees. */
export function clientParameters(cmdlet: AnyCmdlet): readonly ModuleParameter[] {
  const client = { sets: new Map<string, boolean>(), aliases: [], kind: "Client" } as const;
  const wait =
    "Waits until the job has ended, shows its progress, and puts out the job as it is then. A job that failed is also an error. Ctrl+C ends the wait, not the job, and names it.";
  const background =
    "Puts out a job of PowerShell that waits in the background as WaitForCompletion does: Wait-Job, Receive-Job, Stop-Job. To stop it ends the wait, not the job of the service.";
  const asks = cmdlet.supportsShouldProcess && (endsSomething(cmdlet) || movesMany(cmdlet)) && !declaresForce(cmdlet);
  return [
    ...(asks ? [{ ...client, name: "Force", type: "switch", help: "Does it without asking, as scripts need it; as -Confirm:$false." }] : []),
    ...(cmdlet.answers === "job"
      ? [
          { ...client, name: "WaitForCompletion", type: "switch", help: wait },
          { ...client, name: "AsJob", type: "switch", help: background },
        ]
      : []),
    {
      ...client,
      name: "DefaultProfile",
      type: "System.Object",
      help: "The context to use, as Set-AsrVaultContext has put it out; the one of the session when not given.",
      aliases: ["AzContext", "AzureRmContext", "AzureCredential"],
    },
  ];
}
