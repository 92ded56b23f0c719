import { z } from "zod";
import { object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { text, wholeNumber } from "../../lib/api/cmdlet/parameter.js";
import { agentVersion } from "../../lib/api/cmdlet/parameter-formats.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { manualInstall } from "../../lib/api/deployment/manual-install.js";
import { osTagOf } from "../../lib/api/deployment/manual-path.js";
import { findEitherItem } from "../../lib/api/machines/find-machine.js";
import { AsrMobilityServiceManualInstall } from "../../lib/api/objects/deployment.js";

const LINK_MINUTES = 60;
const common = {
  OSTag: text("Its operating system, such as UBUNTU-22.04-64, while nobody has looked at the machine.").optional(),
  TargetVersion: agentVersion("The version to install; the newest that the fabric allows when not given.").optional(),
  LinkMinutes: wholeNumber(`So long the links to installers are good; ${LINK_MINUTES} when not given.`, { min: 5, max: 1440 }).optional(),
};

export const getAsrMobilityServiceManualInstall = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrMobilityServiceManualInstall",
  synopsis:
    "Tells how to install or update the Mobility service on one machine by hand: exact commands, its installer by a link that ends soon, what to exclude from anti-virus.",
  remarks: "From what is on record; the machine is not touched. The registration secret is in no answer: it says how that gets there.",
  extension: true,
  scope: "operator",
  parameterSets: {
    ByProtectableItem: z.object({ ProtectableItem: reference("ASRProtectableItem", "The machine."), ...common }),
    ByReplicationProtectedItem: z.object({ ReplicationProtectedItem: reference("ASRReplicationProtectedItem", "The machine."), ...common }),
  },
  defaultSet: "ByProtectableItem",
  output: AsrMobilityServiceManualInstall,
  answers: "object",
  examples: [{ title: "By hand on a machine that nobody has looked at", parameters: { ProtectableItem: "<item ID>", OSTag: "UBUNTU-22.04-64" } }],
  async run(context, parameters) {
    const { machine, fabric } = await findEitherItem(context, parameters);
    const { OSTag, TargetVersion, LinkMinutes = LINK_MINUTES } = parameters;
    const osTag = osTagOf(machine.value, OSTag);
    return object(await manualInstall(context, { machine: machine.value, fabric, osTag, version: TargetVersion, linkMinutes: LinkMinutes }));
  },
});
