import { z } from "zod";
import type { Fabric, ProtectionContainer } from "../../fleet/fabrics/fabric.js";
import type { VaultIds } from "../cmdlet/context.js";
import { containerMappingId } from "../ids/resource-ids.js";
import { fill, notKnown, output } from "./output.js";

export const AsrProtectionContainerMapping = output(
  "ASRProtectionContainerMapping",
  "Stands for the mapping of a container to a replication policy. Policies are mapped in the vault: what only the vault knows is null.",
  {
    Name: z.string(),
    ID: z.string(),
    ...notKnown("Health", "HealthErrorDetails", "PolicyFriendlyName", "PolicyId"),
    SourceFabricFriendlyName: z.string(),
    SourceProtectionContainerFriendlyName: z.string(),
    ...notKnown(
      "State",
      "TargetFabricFriendlyName",
      "TargetProtectionContainerFriendlyName",
      "TargetProtectionContainerId",
      "ProviderSpecificDetails",
    ),
  },
);

type Place = Readonly<{ fabric: Fabric; container: ProtectionContainer }>;

/** The mapping of that name, as a script takes it on its way to New-ASRReplicationProtectedItem. */
export const asrContainerMapping = (name: string, { fabric, container }: Place, vault: VaultIds) =>
  fill(AsrProtectionContainerMapping, {
    Name: name,
    ID: containerMappingId(vault, fabric.name, container.name, name),
    SourceFabricFriendlyName: fabric.friendlyName,
    SourceProtectionContainerFriendlyName: container.friendlyName,
  });
