import { z } from "zod";
import { OsType } from "../../agents/platform-of.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { VaultIds } from "../cmdlet/context.js";
import { protectableItemId, protectedItemId } from "../ids/resource-ids.js";
import { PROVIDER } from "./fabric.js";
import { FleetMachineDetails, fleetMachineDetails } from "./machine-details.js";
import { fill, maybeText, noneYet, notKnown, output } from "./output.js";

const AsrVMWareSpecificVMDetails = output(
  "ASRVMWareSpecificVMDetails",
  "A machine as its fabric sees it. AgentInstalled is null until somebody looked.",
  {
    AgentGeneratedId: maybeText,
    AgentInstalled: z.enum(["True", "False"]).nullable(),
    AgentVersion: maybeText,
    DiscoveryType: z.null(),
    IpAddress: z.string(),
    PoweredOn: z.null(),
  },
);

export const AsrProtectableItem = output("ASRProtectableItem", "A machine that can be protected.", {
  Disks: noneYet,
  FabricObjectId: z.string(),
  FabricSiteId: z.null(),
  FabricSpecificVMDetails: AsrVMWareSpecificVMDetails,
  FriendlyName: z.string(),
  ID: z.string(),
  Name: z.string(),
  OS: OsType,
  ...notKnown("OSDiskId", "OSDiskName"),
  ProtectionContainerId: z.string(),
  ProtectionReadinessErrors: noneYet,
  ProtectionStatus: z.enum(["Unprotected", "Unknown"]),
  ReplicationProtectedItemId: maybeText,
  SupportedReplicationProviders: z.array(z.string()),
  FleetDetails: FleetMachineDetails,
});
export type AsrProtectableItem = z.infer<typeof AsrProtectableItem>;

/** The machine as Get-ASRProtectableItem shows it. Whether it is protected only the vault knows. */
export const asrProtectableItem = (machine: Machine, fabric: Pick<Fabric, "generation">, vault: VaultIds): AsrProtectableItem =>
  fill(AsrProtectableItem, {
    Disks: [],
    FabricObjectId: machine.name,
    FabricSpecificVMDetails: fill(AsrVMWareSpecificVMDetails, {
      AgentGeneratedId: machine.identity?.machineId,
      AgentInstalled: machine.agent && (machine.agent.version ? "True" : "False"),
      AgentVersion: machine.agent?.version,
      IpAddress: machine.address,
    }),
    FriendlyName: machine.friendlyName,
    ID: protectableItemId(vault, machine),
    Name: machine.name,
    OS: machine.osType,
    ProtectionContainerId: machine.container,
    ProtectionReadinessErrors: [],
    ProtectionStatus: machine.protectedItem === undefined ? "Unprotected" : "Unknown",
    ReplicationProtectedItemId: machine.protectedItem === undefined ? null : protectedItemId(vault, machine, machine.protectedItem),
    SupportedReplicationProviders: [PROVIDER[fabric.generation].replicationProvider],
    FleetDetails: fleetMachineDetails(machine),
  });
