import { z } from "zod";
import { list, object } from "../../lib/api/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet.js";
import { AsrMobilityServiceInstaller, asrMobilityServiceInstaller } from "../../lib/api/objects/installer.js";
import { text } from "../../lib/api/parameter.js";
import { FleetError } from "../../lib/core/errors.js";

export const getAsrMobilityServiceInstaller = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrMobilityServiceInstaller",
  synopsis: "Gets the installers of the catalogue, newest version first.",
  extension: true,
  scope: "reader",
  parameterSets: {
    Default: z.object({ OSTag: text("Only installers for this operating system, such as UBUNTU-22.04-64.").optional() }),
    ByName: z.object({ FileName: text("Name of the file.") }),
  },
  defaultSet: "Default",
  output: AsrMobilityServiceInstaller,
  answers: "list",
  examples: [{ title: "Installers for Ubuntu 22.04", parameters: { OSTag: "UBUNTU-22.04-64" } }],
  async run({ installers }, parameters) {
    if (parameters.parameterSet === "Default") return list((await installers.list(parameters.OSTag)).map(asrMobilityServiceInstaller));
    const found = await installers.findByFileName(parameters.FileName);
    if (!found) throw new FleetError("ResourceNotFound", `There is no installer "${parameters.FileName}" in the catalogue`, { target: "FileName" });
    return object(asrMobilityServiceInstaller(found));
  },
});
