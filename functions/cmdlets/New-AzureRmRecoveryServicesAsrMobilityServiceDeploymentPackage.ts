import { z } from "zod";
import { proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { switchParameter, text, wholeNumber } from "../../lib/api/cmdlet/parameter.js";
import { agentVersion } from "../../lib/api/cmdlet/parameter-formats.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { chooseInstallers } from "../../lib/api/deployment/choose-installers.js";
import { checkPackage, startPackage } from "../../lib/api/deployment/package.js";
import { findFabric } from "../../lib/api/fabrics/find-fabric.js";
import { AsrJob } from "../../lib/api/objects/job.js";

const LINK_HOURS = 24;

export const newAsrMobilityServiceDeploymentPackage = defineCmdlet({
  name: "New-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage",
  synopsis:
    "Makes a zip that installs, updates, registers and removes the Mobility service without this service: for Configuration Manager, and for plain shells on every Linux.",
  remarks:
    "Starts a job; when it has ended, Get-AzureRmRecoveryServicesAsrMobilityServiceDeploymentPackage gives a link to the file. The registration secret is never in it. The Windows scripts in it were not run by anybody yet.",
  extension: true,
  scope: "operator",
  parameterSets: {
    Default: z.object({
      Fabric: reference("ASRFabric", "The fabric whose server the machines register with."),
      OSTag: text("Only installers of these systems, such as UBUNTU-22.04-64,Windows; all that the catalogue has when not given.").optional(),
      TargetVersion: agentVersion("The version to install; the newest that the fabric allows, for each system, when not given.").optional(),
      IncludeInstaller: switchParameter("Puts the installers into the package, instead of links to them.").optional(),
      LinkHours: wholeNumber(
        `So long the links to installers are good; ${LINK_HOURS} when not given. Whoever has the package can read the installers meanwhile.`,
        { min: 1, max: 167 },
      ).optional(),
    }),
  },
  defaultSet: "Default",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [
    { title: "A package for all systems that the catalogue knows", parameters: { Fabric: "CS1", IncludeInstaller: true } },
    { title: "One for two systems, with links for two days", parameters: { Fabric: "CS1", OSTag: "Windows,RHEL8-64", LinkHours: 48 } },
  ],
  async run(context, { Fabric, OSTag, TargetVersion, IncludeInstaller, LinkHours = LINK_HOURS }, caller) {
    const { value: fabric } = await findFabric(context, Fabric);
    const osTags = OSTag?.split(/[\s,;]+/).filter(Boolean);
    const installers = await chooseInstallers(context, { fabric, osTags, version: TargetVersion });
    const wanted = { fabric, installers, ...(!IncludeInstaller && { linkHours: LinkHours }) };
    checkPackage(wanted);
    return proposal({
      target: fabric.friendlyName,
      action: `Make Mobility Service deployment package with ${installers.map(({ fileName }) => fileName).join(", ")}`,
      perform: () => startPackage(context, caller, wanted),
    });
  },
});
