import type { ProbedAgent } from "../../../agents/common-probe.js";
import { csType, isOfGeneration } from "../../../agents/generation.js";
import { FleetError } from "../../../core/errors.js";
import type { MachineContext } from "../../engine/step.js";

/** Throws VerificationFailed when a migration left the agent what it was. It is asked last: whether installer or configurator writes it down is the vendor's to decide. */
export async function refuseOtherGeneration({ fabric }: MachineContext, agent: ProbedAgent): Promise<void> {
  const { generation } = await fabric();
  if (isOfGeneration(agent.csType, generation)) return;
  const wanted = csType(generation);
  throw new FleetError(
    "VerificationFailed",
    `The agent was migrated by ${agent.version} and registered, but says that it is of ${agent.csType} still, not of ${wanted}`,
    {
      possibleCauses: "The installer updated the agent and did not migrate it, or somebody updated it by hand.",
      recommendedAction:
        "Uninstall the agent (Uninstall-AsrMobilityService), restart the machine, and install it in this fabric (Install-AsrMobilityService).",
    },
  );
}
