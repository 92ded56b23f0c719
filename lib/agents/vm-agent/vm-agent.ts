/** The agent that a machine needs in Azure for its extensions. Disabled is how it should be before a failover on Windows, where nothing would answer it. */
export type VmAgent = Readonly<{ state: "Absent" | "Disabled" | "Stopped" | "Running"; version?: string }>;

/** A machine in Azure without such an agent at work, in words; undefined where it runs. `cure` completes the sentence. */
export const notAtWork = ({ state }: VmAgent, cure: string): string | undefined => {
  if (state === "Running") return undefined;
  const what = state === "Absent" ? "is not there" : state === "Disabled" ? "is there and disabled" : "is there and does not run";
  return `The machine is in Azure, and its Azure VM agent ${what}, so that no extension works: ${cure}`;
};
