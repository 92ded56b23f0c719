import { z } from "zod";
import { list, object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { switchParameter, text } from "../../lib/api/cmdlet/parameter.js";
import { AsrMobilityServiceInstaller, asrMobilityServiceInstaller, missingInstallers } from "../../lib/api/objects/installer.js";
import { FleetError } from "../../lib/core/errors.js";

export const getAsrMobilityServiceInstaller = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrMobilityServiceInstaller",
  synopsis: "Gets the installers of the catalogue, newest version first.",
  extension: true,
  scope: "reader",
  parameterSets: {
    Default: z.object({ OSTag: text("Only installers for this operating system, such as UBUNTU-22.04-64.").optional() }),
    ByName: z.object({ FileName: text("Name of the file.") }),
    Missing: z.object({
      Missing: switchParameter("Instead the operating systems that the catalogue has no installer for, each with the reason and where to get it."),
    }),
  },
  defaultSet: "Default",
  output: AsrMobilityServiceInstaller,
  answers: "list",
  examples: [
    { title: "Installers for Ubuntu 22.04", parameters: { OSTag: "UBUNTU-22.04-64" } },
    { title: "Which systems have none, and why?", parameters: { Missing: true } },
  ],
  async run({ installers }, parameters) {
    if (parameters.parameterSet !== "ByName") {
      const imported = await installers.list(parameters.parameterSet === "Default" ? parameters.OSTag : undefined);
      const missing = parameters.parameterSet === "Missing" && parameters.Missing;
      return list(missing ? missingInstallers(imported) : imported.map(asrMobilityServiceInstaller));
    }
    const found = await installers.findByFileName(parameters.FileName);
    if (!found) throw new FleetError("ResourceNotFound", `There is no installer "${parameters.FileName}" in the catalogue`, { target: "FileName" });
    return object(asrMobilityServiceInstaller(found));
  },
});
