import { findOsRow, OS_CATALOGUE } from "../../agents/systems/os-catalogue.js";
import { FleetError } from "../../core/errors.js";
import { oldestVersionOf } from "../../fleet/fabrics/components.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import type { Installer } from "../../fleet/installers/installer.js";
import { planAgentPath } from "../../fleet/installers/plan-agent-path.js";
import type { FleetContext } from "../cmdlet/context.js";

type Wish = Readonly<{ fabric: Fabric; osTags?: readonly string[] | undefined; version?: string | undefined }>;

/**
 * The installer of each system for machines that have no agent: the newest that the fabric's servers allow and that is not on hold, or exactly `version`.
 * Of named systems each must have one (InstallerMissing, ComponentsOutdated, VersionOnHold), of all systems those that have.
 */
export async function chooseInstallers(
  { installers }: Pick<FleetContext, "installers">,
  { fabric, osTags, version }: Wish,
): Promise<readonly Installer[]> {
  const catalogue = { installers: await installers.list(), holds: await installers.listHolds() };
  const serverVersion = oldestVersionOf(fabric);
  const tags = osTags ? [...new Set(osTags.map(knownTag))] : OS_CATALOGUE.map(({ tag }) => tag);
  const chosen = tags.map((osTag) => {
    const { hops, blockedBy } = planAgentPath(catalogue, { osTag, target: version, serverVersion });
    return { osTag, blocker: blockedBy[0], found: hops[0]?.installer };
  });
  const missing = osTags ? chosen.find(({ found }) => !found) : undefined;
  if (missing?.blocker)
    throw new FleetError(missing.blocker.code, `${missing.osTag}: ${missing.blocker.message}`, {
      target: "OSTag",
      recommendedAction: missing.blocker.recommendedAction,
    });
  const found = chosen.flatMap((one) => one.found ?? []);
  if (found.length > 0) return found;
  throw new FleetError(
    "InstallerMissing",
    `The catalogue has no installer${version ? ` of ${version}` : ""} that fabric "${fabric.name}" allows${serverVersion ? ` (server ${serverVersion})` : ""}`,
    { recommendedAction: "Import installers first (Import-AsrMobilityServiceInstaller)." },
  );
}

/** Spelt as in the catalogue. Throws InvalidParameter. */
export function knownTag(osTag: string): string {
  const row = findOsRow(osTag);
  if (row) return row.tag;
  throw new FleetError("InvalidParameter", `"${osTag}" is no OS tag; expected one of ${OS_CATALOGUE.map(({ tag }) => tag).join(", ")}`, {
    target: "OSTag",
  });
}
