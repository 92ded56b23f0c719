import { z } from "zod";
import type { Machine } from "../../fleet/machine.js";
import { fill, maybeText, maybeTime, output } from "./output.js";

export const FleetMachineDetails = output(
  "ASRMachineFleetDetails",
  "Extension: how the machine is reached and what was last seen of its Mobility service.",
  {
    Address: z.string(),
    Port: z.number().int(),
    AccountId: maybeText,
    HostKeyType: maybeText,
    HostKeySha256: maybeText,
    HostKeyOrigin: z.enum(["registered", "approved", "first-use"]).nullable(),
    LegacySsh: z.boolean(),
    HostName: maybeText,
    OSName: maybeText,
    OSTag: maybeText,
    AgentVersion: maybeText,
    AgentConfigured: z.boolean().nullable(),
    AgentServicesRunning: z.boolean().nullable(),
    DriverVersionAtBoot: maybeText,
    RebootRequired: z.enum(["None", "Recommended", "Mandatory"]).nullable(),
    AgentCheckedAt: maybeTime,
    JobName: maybeText,
  },
);

export const fleetMachineDetails = (machine: Machine) =>
  fill(FleetMachineDetails, {
    Address: machine.address,
    Port: machine.port,
    AccountId: machine.accountId,
    HostKeyType: machine.hostKey?.type,
    HostKeySha256: machine.hostKey?.sha256,
    HostKeyOrigin: machine.hostKey?.origin,
    LegacySsh: machine.legacySsh,
    HostName: machine.identity?.hostName,
    OSName: machine.osName,
    OSTag: machine.osTag,
    AgentVersion: machine.agent?.version,
    AgentConfigured: machine.agent?.configured,
    AgentServicesRunning: machine.agent?.servicesRunning,
    DriverVersionAtBoot: machine.agent?.driverVersionAtBoot,
    RebootRequired: machine.agent?.rebootRequired,
    AgentCheckedAt: machine.agent?.checkedAt,
    JobName: machine.lease?.job,
  });
