import { z } from "zod";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { switchParameter } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findFabric } from "../../lib/api/fabrics/find-fabric.js";
import { proposeFabricRemoval } from "../../lib/api/fabrics/propose-fabric-removal.js";
import { AsrJob } from "../../lib/api/objects/job.js";

export const removeAsrFabric = defineCmdlet({
  name: "Remove-AzureRmRecoveryServicesAsrFabric",
  synopsis: "Removes a fabric from the service. Refused while it has machines or run-as accounts, unless Force removes them, too.",
  remarks:
    "Only what is on record here is removed: no machine is contacted, and agents stay installed. A job that is at work on a machine is waited for. A fabric that is read from a vault comes back with the next import of that vault. With WhatIf and Force the answer lists all that would go.",
  scope: "administrator",
  parameterSets: {
    Default: z.object({
      InputObject: reference("ASRFabric", "The fabric to remove.", { aliases: ["Fabric"] }),
      Force: switchParameter("Removes the machines, run-as accounts and credentials of the fabric, too.").optional(),
    }),
  },
  defaultSet: "Default",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [
    { title: "Remove an empty fabric", parameters: { InputObject: "CS1" } },
    { title: "See what would go with it", parameters: { InputObject: "CS1", Force: true, WhatIf: true } },
  ],
  async run(context, { InputObject, Force }, caller) {
    const { value: fabric } = await findFabric(context, InputObject, "InputObject");
    return proposeFabricRemoval(context, caller, fabric, Force === true);
  },
});
