import type { AsrMobilityServiceManualInstall } from "../objects/deployment.js";

type Parts = Pick<
  AsrMobilityServiceManualInstall,
  | "FriendlyName"
  | "Generation"
  | "OSTag"
  | "Installers"
  | "RegistrationSecret"
  | "Steps"
  | "Requirements"
  | "AntivirusExclusions"
  | "ServerAntivirusExclusions"
  | "AzureVmAgent"
  | "Afterwards"
> &
  Readonly<{ AntivirusNote?: string | null | undefined; InstalledVersion?: string | null | undefined; TargetVersion?: string | null | undefined }>;

/** All of it as one document in Markdown, to be printed or sent to whoever does it. */
export function manualText(parts: Parts): string {
  const { FriendlyName, Generation, OSTag, InstalledVersion, TargetVersion, Installers, RegistrationSecret } = parts;
  const [first] = Installers;
  const title = `# Mobility service on ${FriendlyName} (${OSTag}, ${Generation}): ${InstalledVersion ?? "nothing"} → ${TargetVersion ?? "nothing"}`;
  const links = first
    ? `The links to installers end at ${first.DownloadExpiresOn}; they read these files and nothing else.`
    : "Nothing is to be installed.";
  return `${[
    title,
    links,
    "## First: anti-virus",
    parts.AntivirusExclusions.map(({ Path, Why }) => `- exclude \`${Path}\` (${Why})`).join("\n"),
    ...(parts.AntivirusNote ? [parts.AntivirusNote] : []),
    "The servers of the fabric have lists of their own, by their role:",
    parts.ServerAntivirusExclusions.map(serverLine).join("\n"),
    ...(parts.Requirements.length === 0 ? [] : ["## What these versions ask", parts.Requirements.map((line) => `- ${line}`).join("\n")]),
    ...stepTexts(parts.Steps),
    ...(RegistrationSecret.Ways.length === 0
      ? []
      : [`## The ${RegistrationSecret.Name}`, RegistrationSecret.Ways.map((way) => `- ${way}`).join("\n")]),
    "## Azure VM agent",
    parts.AzureVmAgent.map((note) => `- ${note}`).join("\n"),
    "## Afterwards",
    parts.Afterwards.map((line) => `- ${line}`).join("\n"),
  ].join("\n\n")}\n`;
}

/** Steps as chapters of such a document, numbered. */
export const stepTexts = (steps: Parts["Steps"]): readonly string[] =>
  steps.flatMap(({ Title, Commands, Note }, i) => [
    `## ${i + 1}. ${Title}`,
    ["```", ...Commands, "```"].join("\n"),
    ...(Note === null ? [] : [Note]),
  ]);

const serverLine = ({ Role, Paths, InstallFolder }: Parts["ServerAntivirusExclusions"][number]): string =>
  `- ${Role}: ${Paths.map((path) => `\`${path}\``).join(", ")}${InstallFolder ? `, and where it was installed, such as \`${InstallFolder}\`` : ""}`;
