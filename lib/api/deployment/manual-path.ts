import { onlyTagOf } from "../../agents/platform-of.js";
import { FleetError } from "../../core/errors.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import type { Installer } from "../../fleet/installers/installer.js";
import { installedVersionOf } from "../../fleet/machines/installed-version.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { FleetContext } from "../cmdlet/context.js";
import { chooseInstallers, knownTag } from "./choose-installers.js";

type Context = Pick<FleetContext, "installers" | "planUpdate">;
type Wish = Readonly<{ machine: Machine; fabric: Fabric; osTag: string; version?: string | undefined }>;

/** `migrates`: the first of them makes the agent one of the fabric's generation. */
type ManualPath = Readonly<{ installers: readonly Installer[]; migrates: boolean }>;

/** The OS tag of the machine: what was seen there, or what the call says of a machine that nobody has looked at. Throws InvalidParameter. */
export function osTagOf({ osTag, osType, friendlyName }: Machine, given: string | undefined): string {
  const wanted = given === undefined ? undefined : knownTag(given);
  const known = onlyTagOf(osType) ?? osTag;
  if (known === undefined && wanted === undefined) {
    throw new FleetError(
      "InvalidParameter",
      `The operating system of ${friendlyName} is not known yet; expected its OSTag, such as UBUNTU-22.04-64`,
      {
        target: "OSTag",
        recommendedAction: "Give OSTag, or let Test-AsrMobilityService look at the machine first.",
      },
    );
  }
  if (known !== undefined && wanted !== undefined && known !== wanted)
    throw new FleetError("InvalidParameter", `${friendlyName} is ${known}; got the OSTag ${wanted}`, { target: "OSTag" });
  return wanted ?? known ?? "";
}

/** The installers to run, in order: hop by hop from what is installed, or one for a machine without an agent. Throws what is in the way, all of it. */
export async function manualPath(context: Context, { machine, fabric, osTag, version }: Wish): Promise<ManualPath> {
  if (installedVersionOf(machine) === undefined)
    return { installers: await chooseInstallers(context, { fabric, osTags: [osTag], version }), migrates: false };
  const plan = await context.planUpdate({ ...machine, osTag }, version);
  const blockedBy = plan.blockedBy.filter(({ code }) => code !== "PlatformNotSupported"); // somebody sits at the machine
  const [first] = blockedBy;
  if (first) {
    const details = blockedBy.map(({ code, message, recommendedAction }) => new FleetError(code, message, { recommendedAction }));
    throw new FleetError(first.code, blockedBy.map(({ message }) => message).join(". "), { recommendedAction: first.recommendedAction, details });
  }
  return { installers: plan.hops.map(({ installer }) => installer), migrates: plan.migratesTo !== undefined };
}
