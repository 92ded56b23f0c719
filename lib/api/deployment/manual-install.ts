import { buffer } from "node:stream/consumers";
import { antivirusExclusions, antivirusNote } from "../../agents/antivirus/exclusions.js";
import { serverExclusions } from "../../agents/antivirus/server-exclusions.js";
import { manualSteps } from "../../agents/deployment/manual-install.js";
import type { ManualHop } from "../../agents/deployment/manual-step.js";
import { secretWays } from "../../agents/deployment/secret-ways.js";
import { versionRules } from "../../agents/deployment/version-rules.js";
import { contentOf, HEAD_BYTES } from "../../agents/installers/installer-content.js";
import { isActedOn } from "../../agents/platform-of.js";
import { SECRET_FILE } from "../../agents/secret-file.js";
import { findOsRow } from "../../agents/systems/os-catalogue.js";
import { azureVmAgentNotes } from "../../agents/vm-agent/notes.js";
import { FleetError } from "../../core/errors.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import type { Installer } from "../../fleet/installers/installer.js";
import { installedVersionOf } from "../../fleet/machines/installed-version.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { SECRET_NAMES } from "../../jobs/deployment/package-config.js";
import type { FleetContext } from "../cmdlet/context.js";
import { protectableItemId } from "../ids/resource-ids.js";
import { AsrMobilityServiceManualInstall } from "../objects/deployment.js";
import { asrMobilityServiceInstaller } from "../objects/installer.js";
import { fill } from "../objects/output.js";
import { manualPath } from "./manual-path.js";
import { manualText } from "./manual-text.js";
import { refuseUnreachable } from "./package.js";

type Wish = Readonly<{ machine: Machine; fabric: Fabric; osTag: string; version?: string | undefined; linkMinutes: number }>;

/** What to do by hand on this machine: exact commands, its installers by links that end soon, and how the secret gets there. */
export async function manualInstall(
  context: FleetContext,
  { machine, fabric, osTag, version, linkMinutes }: Wish,
): Promise<AsrMobilityServiceManualInstall> {
  refuseUnreachable(fabric);
  refuseElsewhere(machine, fabric);
  const expiresAt = new Date(context.clock.now().getTime() + linkMinutes * 60_000);
  const { installers, migrates } = await manualPath(context, { machine, fabric, osTag, version });
  const hops = await Promise.all(installers.map((installer) => hopOf(context, installer, expiresAt)));
  const { generation, serverAddress, serverPort } = fabric;
  const installed = installedVersionOf(machine);
  const registered = !migrates && (machine.agent ? machine.agent.configured : installed !== undefined); // a vault knows only registered ones
  const steps = manualSteps({ osTag, generation, serverAddress, serverPort, installed, registered, migrates, hops });
  const family = findOsRow(osTag)?.family ?? "Linux";
  const ways = registered ? [] : secretWays(generation, [family]);
  const exclusions = antivirusExclusions({ family, generation });
  const answer = {
    FriendlyName: machine.friendlyName,
    ProtectableItemId: protectableItemId(context.vault, machine),
    Fabric: fabric.name,
    Generation: generation,
    OSTag: osTag,
    InstalledVersion: installed,
    TargetVersion: installers.at(-1)?.version ?? installed,
    Installers: installers.map((installer, i) => ({
      ...asrMobilityServiceInstaller(installer),
      DownloadUrl: hops[i]?.url ?? "",
      DownloadExpiresOn: expiresAt.toISOString(),
    })),
    RegistrationSecret: { Name: SECRET_NAMES[generation], FileName: SECRET_FILE[generation], Ways: [...ways] },
    Steps: steps.map(({ title, commands, note }) => ({ Title: title, Commands: [...commands], Note: note ?? null })),
    Requirements: [...versionRules({ osTag, osName: machine.osName, versions: hops.map(({ version: to }) => to) })],
    AntivirusNote: antivirusNote(family),
    ServerAntivirusExclusions: serverExclusions(generation).map(({ role, paths, example }) => ({
      Role: role,
      Paths: [...paths],
      InstallFolder: example ?? null,
    })),
    AntivirusExclusions: exclusions.map(({ path, why, source }) => ({ Path: path, Why: why, IsOnVendorList: source === "vendor" })),
    AzureVmAgent: [...azureVmAgentNotes(osTag, installers.at(-1)?.version ?? installed)],
    Afterwards: afterwards(protectableItemId(context.vault, machine), machine.osType),
  };
  return fill(AsrMobilityServiceManualInstall, { ...answer, Text: manualText(answer) });
}

/** What another server looks after is updated by that one's rules. A modernized agent does not name its server. */
function refuseElsewhere({ friendlyName, agent }: Machine, { generation, serverAddress, friendlyName: fabric }: Fabric): void {
  const server = agent?.configured && generation === "Classic" ? agent.registeredWith : undefined;
  if (server === undefined || server === serverAddress) return;
  throw new FleetError("RegisteredElsewhere", `The agent of ${friendlyName} is registered with ${server}, not with ${serverAddress} of ${fabric}`);
}

async function hopOf({ content }: FleetContext, installer: Installer, expiresAt: Date): Promise<ManualHop> {
  const [url, head] = await Promise.all([
    content.downloadLink(installer, expiresAt),
    content.open(installer.sha256, 0, HEAD_BYTES).then((stream) => buffer(stream)),
  ]);
  const { version, fileName, sha256 } = installer;
  return { version, fileName, sha256, url, packing: contentOf(head) };
}

const afterwards = (id: string, osType: Machine["osType"]): string[] =>
  !isActedOn(osType)
    ? [`${osType} machines cannot be looked at by this service yet; what is installed there is not recorded.`]
    : [
        `Let the service see what is there now; it installs nothing: Test-AsrMobilityService -ProtectableItem ${id}`,
        `List the machine as protected item; what is installed and registered stays as it is: New-AsrReplicationProtectedItem -ProtectableItem ${id} -Name <name>`,
        "From then on Update-AsrMobilityService updates it.",
      ];
