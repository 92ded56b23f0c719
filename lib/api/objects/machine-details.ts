import { z } from "zod";
import { type Machine, protectedAs } from "../../fleet/machines/machine.js";
import { MachineType } from "../../fleet/machines/machine-type.js";
import { TransportKind } from "../../fleet/machines/way.js";
import { fill, maybeText, maybeTime, output } from "./output.js";

export const FleetMachineDetails = output(
  "ASRMachineFleetDetails",
  "Extension: how the machine is reached and what was last seen of its Mobility service.",
  {
    Address: z.string(),
    Port: z.number().int(),
    Transport: TransportKind.nullable().meta({ description: "How it is reached: as it was set, else as it was found at the last contact" }),
    AccountId: maybeText,
    HostKeyType: maybeText,
    HostKeySha256: maybeText,
    HostKeyOrigin: z.enum(["registered", "approved", "first-use"]).nullable(),
    LegacySsh: z.boolean(),
    MachineType: MachineType.nullable().meta({ description: "What it is protected as, as the row or the vault says" }),
    HostName: maybeText,
    ExpectedHostName: maybeText.meta({ description: "The name that the inventory, else the vault, gives the machine" }),
    OSName: maybeText,
    OSTag: maybeText,
    AgentVersion: maybeText,
    AgentConfigured: z.boolean().nullable(),
    AgentServicesRunning: z.boolean().nullable(),
    DriverVersionAtBoot: maybeText,
    RebootRequired: z.enum(["None", "Recommended", "Mandatory"]).nullable(),
    AgentCheckedAt: maybeTime,
    DriverLoaded: z.boolean().nullable(),
    RegisteredWith: maybeText.meta({ description: "The server that the agent reports to, where its configuration names one" }),
    FreeRootMB: z.number().int().nullable(),
    AntivirusProducts: z.array(z.string()).nullable().meta({ description: "Virus scanners that were found" }),
    AntivirusExclusionsMissing: z
      .array(z.string())
      .nullable()
      .meta({ description: "Folders that Defender does not leave out and should; null where it cannot be asked" }),
    AntivirusExclusionsAdded: z.array(z.string()).nullable().meta({ description: "Of those that it leaves out, what jobs have added" }),
    AzureVMAgent: z
      .enum(["Absent", "Disabled", "Stopped", "Running"])
      .nullable()
      .meta({ description: "The agent that extensions need in Azure; disabled is how it should be before a failover on Windows" }),
    FailedOverAt: maybeTime.meta({ description: "When somebody marked the machine as failed over" }),
    ProbedAt: maybeTime.meta({ description: "When the machine was last looked at by the timer" }),
    Problems: z.array(z.string()).meta({ description: "What the timer found wrong and told of" }),
    JobName: maybeText,
    Tags: z.record(z.string(), z.string()),
    AvailabilityGroup: maybeText,
    JumpHost: maybeText,
    FailuresInARow: z.number().int(),
    VaultName: maybeText,
    VaultReadTime: maybeTime.meta({ description: "When the vault was read: what is shown of it was true then" }),
  },
);

export const fleetMachineDetails = (machine: Machine) =>
  fill(FleetMachineDetails, {
    Address: machine.address,
    Port: machine.port,
    Transport: machine.transport ?? machine.foundWay?.transport,
    AccountId: machine.accountId,
    HostKeyType: machine.hostKey?.type,
    HostKeySha256: machine.hostKey?.sha256,
    HostKeyOrigin: machine.hostKey?.origin,
    LegacySsh: machine.legacySsh,
    MachineType: protectedAs(machine),
    HostName: machine.identity?.hostName,
    ExpectedHostName: machine.expectedHostName ?? machine.vault?.hostName,
    OSName: machine.osName,
    OSTag: machine.osTag,
    AgentVersion: machine.agent?.version,
    AgentConfigured: machine.agent?.configured,
    AgentServicesRunning: machine.agent?.servicesRunning,
    DriverVersionAtBoot: machine.agent?.driverVersionAtBoot,
    RebootRequired: machine.agent?.rebootRequired,
    AgentCheckedAt: machine.agent?.checkedAt,
    DriverLoaded: machine.agent?.driverLoaded,
    RegisteredWith: machine.agent?.registeredWith,
    FreeRootMB: machine.agent?.freeRootMb,
    AntivirusProducts: machine.antivirus?.products,
    AntivirusExclusionsMissing: machine.antivirus?.missing,
    AntivirusExclusionsAdded: machine.antivirus?.added,
    AzureVMAgent: machine.vmAgent,
    FailedOverAt: machine.failover?.time,
    ProbedAt: machine.watch?.probedAt,
    Problems: [...(machine.watch?.problems ?? [])],
    JobName: machine.lease?.job,
    Tags: { ...machine.tags },
    AvailabilityGroup: machine.availabilityGroup,
    JumpHost: machine.jumpHost,
    FailuresInARow: machine.failuresInARow,
    VaultName: machine.vault?.vaultName,
    VaultReadTime: machine.vault?.readTime,
  });
