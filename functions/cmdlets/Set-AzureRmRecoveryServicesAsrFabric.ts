import { z } from "zod";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { choice, secretText, text, wholeNumber } from "../../lib/api/cmdlet/parameter.js";
import { agentVersion, networkAddress, resourceName } from "../../lib/api/cmdlet/parameter-formats.js";
import { fabricJumpHosts } from "../../lib/api/fabrics/fabric-jump-hosts.js";
import { fabricServers } from "../../lib/api/fabrics/fabric-servers.js";
import { proposeFabric } from "../../lib/api/fabrics/propose-fabric.js";
import { AsrFabric } from "../../lib/api/objects/fabric.js";

export const setAsrFabric = defineCmdlet({
  name: "Set-AzureRmRecoveryServicesAsrFabric",
  synopsis: "Creates or changes a fabric: a configuration server (classic) or a replication appliance (modernized), with what belongs to it.",
  remarks: "What is not given stays as it is. A new fabric has one protection container, named default.",
  extension: true,
  scope: "administrator",
  parameterSets: {
    Default: z.object({
      Name: resourceName("Name of the fabric."),
      FriendlyName: text("Name that people know it by.").optional(),
      Generation: choice("Classic registers machines by passphrase, Modernized by config.json. Needed for a new fabric.", [
        "Classic",
        "Modernized",
      ]).optional(),
      ServerAddress: networkAddress("Address that machines register with.").optional(),
      ServerPort: wholeNumber("Port that machines register with; 443 when never given.", { min: 1, max: 65_535 }).optional(),
      ServerVersion: agentVersion("Version of the configuration server or appliance; no agent may be newer.").optional(),
      ProcessServers: fabricServers("The process servers, all of them.").optional(),
      MasterTargets: fabricServers("The master target servers, all of them.").optional(),
      JumpHosts: fabricJumpHosts("The SSH servers through which machines are reached, all of them.").optional(),
      DefaultJumpHost: text("Name of the jump host of machines that name none; none for a direct way.").optional(),
      Passphrase: secretText("Passphrase of the configuration server (Classic).").optional(),
      SourceConfig: secretText("Text of the appliance's config.json (Modernized).", { path: "SourceConfigPath" }).optional(),
    }),
  },
  defaultSet: "Default",
  output: AsrFabric,
  answers: "object",
  supportsShouldProcess: true,
  examples: [
    {
      title: "A configuration server",
      parameters: { Name: "CS1", Generation: "Classic", ServerAddress: "10.0.0.2", ServerVersion: "9.62.7096.1", Passphrase: "<passphrase>" },
    },
  ],
  run: proposeFabric,
});
