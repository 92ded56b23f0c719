import { z } from "zod";
import type { MachineType } from "../fleet/machines/machine-type.js";
import { usableAddress } from "./usable-address.js";
import { addresses, hostName, listOf, machineType, osType, text, time, version, wholeNumber } from "./wire.js";

/*
 * What the service tells of a machine beside its item, by the type of its replication; each is read into the same words.
 */

const common = {
  ...{ ipAddress: addresses, osType, lastHeartbeat: time, rpoInSeconds: wholeNumber, lastRpoCalculatedTime: time, processServerName: text },
  discoveryType: machineType,
};

/** InMageAzureV2: to Azure by a configuration server. */
export const ToAzure = z
  .object({
    ...common,
    osName: text,
    osVersion: text,
    agentVersion: version,
    agentExpiryDate: time,
    isAgentUpdateRequired: text,
    isRebootAfterUpdateRequired: text,
  })
  .transform(({ isAgentUpdateRequired, isRebootAfterUpdateRequired, osName, osVersion, ...rest }) => ({
    ...located(rest),
    ...{ agentVersion: rest.agentVersion, agentExpiryDate: rest.agentExpiryDate, osName: osName ?? osVersion },
    ...{ agentUpdateRequired: isAgentUpdateRequired, rebootAfterUpdateRequired: isRebootAfterUpdateRequired },
  }));

/** InMage: on the way back from Azure by a configuration server. */
export const FromAzure = z
  .object({
    ...common,
    osVersion: text,
    osDetails: z.object({ osType }).optional().catch(undefined),
    agentDetails: z
      .object({ agentVersion: version, agentExpiryDate: time, agentUpdateStatus: text, postUpdateRebootStatus: text })
      .optional()
      .catch(undefined),
  })
  .transform(({ osDetails, osVersion, agentDetails, ...rest }) => ({
    ...located({ ...rest, osType: osDetails?.osType ?? rest.osType }),
    ...{ agentVersion: agentDetails?.agentVersion, agentExpiryDate: agentDetails?.agentExpiryDate, osName: osVersion },
    ...{ agentUpdateRequired: agentDetails?.agentUpdateStatus, rebootAfterUpdateRequired: agentDetails?.postUpdateRebootStatus },
  }));

const MobilityAgent = z
  .object({
    version,
    driverVersion: version,
    latestVersion: version,
    agentVersionExpiryDate: time,
    driverVersionExpiryDate: time,
    lastHeartbeatUtc: time,
    reasonsBlockingUpgrade: listOf(z.string()),
  })
  .optional()
  .catch(undefined);

const byAppliance = {
  osType,
  discoveryType: machineType,
  discoveredVmDetails: z.object({ osName: text, ipAddresses: addresses, vmFqdn: hostName }).optional().catch(undefined),
  mobilityAgentDetails: MobilityAgent,
};

/** InMageRcm: to Azure by a replication appliance. */
export const ToAzureByAppliance = z
  .object({
    ...byAppliance,
    primaryNicIpAddress: addresses,
    vmNics: listOf(z.object({ sourceIPAddress: addresses })),
    lastRpoInSeconds: wholeNumber,
    lastRpoCalculatedTime: time,
    processServerName: text,
  })
  .transform(({ primaryNicIpAddress, vmNics, lastRpoInSeconds, mobilityAgentDetails: agent, discoveredVmDetails: vm, ...rest }) => ({
    ...located({
      ...rest,
      ipAddress: [...primaryNicIpAddress, ...vmNics.flatMap(({ sourceIPAddress }) => sourceIPAddress), ...(vm?.ipAddresses ?? [])],
      rpoInSeconds: lastRpoInSeconds,
      lastHeartbeat: agent?.lastHeartbeatUtc,
    }),
    ...ofAgent(agent),
    ...ofVm(vm),
  }));

/** InMageRcmFailback: on the way back from Azure by a replication appliance. */
export const FromAzureByAppliance = z
  .object({ ...byAppliance, vmNics: listOf(z.object({ sourceIpAddress: addresses })) })
  .transform(({ osType: system, discoveryType, vmNics, mobilityAgentDetails: agent, discoveredVmDetails: vm }) => ({
    ...located({
      discoveryType,
      ipAddress: [...vmNics.flatMap(({ sourceIpAddress }) => sourceIpAddress), ...(vm?.ipAddresses ?? [])],
      osType: system,
      lastHeartbeat: agent?.lastHeartbeatUtc,
    }),
    ...ofAgent(agent),
    ...ofVm(vm),
  }));

/** Of a type that nobody has described: what it says in words that others use, too. */
export const OfAnyType = z
  .object({
    ...{ ...common, ...byAppliance, primaryNicIpAddress: addresses, osName: text, osVersion: text },
    ...{ agentVersion: version, agentExpiryDate: time },
  })
  .transform(({ primaryNicIpAddress, ipAddress, mobilityAgentDetails: agent, discoveredVmDetails: vm, osName, osVersion, ...rest }) => {
    const lastHeartbeat = rest.lastHeartbeat ?? agent?.lastHeartbeatUtc;
    const { agentVersion, agentExpiryDate, ...more } = ofAgent(agent);
    return {
      ...located({ ...rest, lastHeartbeat, ipAddress: [...primaryNicIpAddress, ...ipAddress, ...(vm?.ipAddresses ?? [])] }),
      ...{ ...more, agentVersion: rest.agentVersion ?? agentVersion, agentExpiryDate: rest.agentExpiryDate ?? agentExpiryDate },
      ...{ hostName: vm?.vmFqdn, osName: osName ?? vm?.osName ?? osVersion },
    };
  });

const ofAgent = (agent: z.output<typeof MobilityAgent>) => ({
  ...{ agentVersion: agent?.version, agentExpiryDate: agent?.agentVersionExpiryDate, latestVersion: agent?.latestVersion },
  ...{ driverVersion: agent?.driverVersion, driverExpiryDate: agent?.driverVersionExpiryDate },
  upgradeBlockedBy: agent?.reasonsBlockingUpgrade ?? [],
});

const ofVm = (vm: z.output<typeof byAppliance.discoveredVmDetails>) => ({ hostName: vm?.vmFqdn, osName: vm?.osName });

type Located = Readonly<{
  ipAddress: readonly string[];
  osType?: "Linux" | "Windows" | undefined;
  discoveryType?: MachineType | undefined;
  lastHeartbeat?: string | undefined;
  rpoInSeconds?: number | undefined;
  lastRpoCalculatedTime?: string | undefined;
  processServerName?: string | undefined;
}>;

const located = ({ ipAddress, osType: system, discoveryType, lastHeartbeat, rpoInSeconds, lastRpoCalculatedTime, processServerName }: Located) => ({
  ...{ address: usableAddress(ipAddress), osType: system, lastHeartbeat, processServer: processServerName },
  ...{ rpoSeconds: rpoInSeconds, rpoTime: lastRpoCalculatedTime, machineType: discoveryType },
});
