import { z } from "zod";
import { object, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { choice, secretText, text, wholeNumber } from "../../lib/api/cmdlet/parameter.js";
import { agentVersion, networkAddress, resourceName } from "../../lib/api/cmdlet/parameter-formats.js";
import { checkJumpHosts, fabricJumpHosts } from "../../lib/api/fabrics/fabric-jump-hosts.js";
import { fabricServers } from "../../lib/api/fabrics/fabric-servers.js";
import { changedFabric, setFabric } from "../../lib/api/fabrics/set-fabric.js";
import { AsrFabric, asrFabric } from "../../lib/api/objects/fabric.js";
import { FleetError } from "../../lib/core/errors.js";

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
  async run(context, parameters) {
    const { Name, FriendlyName, Generation, ServerAddress, ServerPort, ServerVersion, ProcessServers, MasterTargets, Passphrase, SourceConfig } =
      parameters;
    const { JumpHosts, DefaultJumpHost } = parameters;
    const secret = Passphrase ?? SourceConfig;
    const change = {
      name: Name,
      ...(FriendlyName !== undefined && { friendlyName: FriendlyName }),
      ...(Generation && { generation: Generation }),
      ...(ServerAddress !== undefined && { serverAddress: ServerAddress }),
      ...(ServerPort !== undefined && { serverPort: ServerPort }),
      ...(ServerVersion !== undefined && { serverVersion: ServerVersion }),
      ...(ProcessServers && { processServers: ProcessServers }),
      ...(MasterTargets && { masterTargets: MasterTargets }),
      ...(JumpHosts && { jumpHosts: JumpHosts }),
      ...(DefaultJumpHost !== undefined && { defaultJumpHost: DefaultJumpHost }),
      ...(secret && { secret }),
    };
    const known = await context.fabrics.find(Name);
    const changed = changedFabric(known?.value, change);
    const { generation } = changed;
    if (JumpHosts || DefaultJumpHost !== undefined) await checkJumpHosts(context.accounts, changed.name, changed);
    if (Passphrase && generation === "Modernized") throw notOf("Passphrase", generation, "SourceConfig");
    if (SourceConfig && generation === "Classic") throw notOf("SourceConfig", generation, "Passphrase");
    return proposal({
      target: Name,
      action: known ? "Change fabric" : "Create fabric",
      perform: async () => object(asrFabric(await setFabric(context, change), await context.accounts.list(Name), context.vault)),
    });
  },
});

const notOf = (given: string, generation: string, expected: string) =>
  new FleetError("InvalidParameter", `The parameter ${given} does not belong to a ${generation} fabric; expected ${expected}`, { target: given });
