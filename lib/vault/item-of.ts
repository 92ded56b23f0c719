import { z } from "zod";
import type { Machine } from "../fleet/machines/machine.js";
import type { VaultItem } from "../fleet/vault/vault.js";
import type { VaultFacts } from "../fleet/vault/vault-facts.js";
import { segment } from "./fabric-of.js";
import { address, known, listOf, osType, text, time, version, wholeNumber } from "./wire.js";

const MOST_HEALTH_ERRORS = 5;
const MOST_CHARACTERS = 500;

const brief = z
  .string()
  .trim()
  .min(1)
  .transform((words) => (words.length > MOST_CHARACTERS ? `${words.slice(0, MOST_CHARACTERS)} …` : words));
const maybeBrief = brief.optional().catch(undefined);

const HealthError = z
  .object({
    errorCode: text,
    errorLevel: text,
    errorMessage: maybeBrief,
    summaryMessage: maybeBrief,
    possibleCauses: maybeBrief,
    recommendedAction: maybeBrief,
    creationTimeUtc: time,
  })
  .transform(({ errorCode: code, errorLevel: level, errorMessage, summaryMessage, creationTimeUtc, ...rest }) =>
    known({ code, level, message: errorMessage ?? summaryMessage ?? code ?? "", ...rest, time: creationTimeUtc }),
  );

const place = { ipAddress: address, osType, lastHeartbeat: time, rpoInSeconds: wholeNumber, lastRpoCalculatedTime: time, processServerName: text };

const Classic = z
  .object({
    instanceType: z.literal("InMageAzureV2"),
    ...place,
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

/** On the way back from Azure. */
const Failback = z
  .object({
    instanceType: z.literal("InMage"),
    ...place,
    osDetails: z.object({ osType }).optional().catch(undefined),
    agentDetails: z
      .object({ agentVersion: version, agentExpiryDate: time, agentUpdateStatus: text, postUpdateRebootStatus: text })
      .optional()
      .catch(undefined),
  })
  .transform(({ osDetails, agentDetails, ...rest }) => ({
    ...located({ ...rest, osType: osDetails?.osType }),
    ...{ agentVersion: agentDetails?.agentVersion, agentExpiryDate: agentDetails?.agentExpiryDate },
    ...{ agentUpdateRequired: agentDetails?.agentUpdateStatus, rebootAfterUpdateRequired: agentDetails?.postUpdateRebootStatus },
  }));

const Modernized = z
  .object({
    instanceType: z.literal("InMageRcm"),
    primaryNicIpAddress: address,
    osType,
    lastRpoInSeconds: wholeNumber,
    lastRpoCalculatedTime: time,
    processServerName: text,
    discoveredVmDetails: z.object({ osName: text }).optional().catch(undefined),
    mobilityAgentDetails: z
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
      .catch(undefined),
  })
  .transform(({ primaryNicIpAddress, lastRpoInSeconds, mobilityAgentDetails: agent, discoveredVmDetails, ...rest }) => ({
    ...located({ ...rest, ipAddress: primaryNicIpAddress, rpoInSeconds: lastRpoInSeconds, lastHeartbeat: agent?.lastHeartbeatUtc }),
    ...{ agentVersion: agent?.version, agentExpiryDate: agent?.agentVersionExpiryDate, osName: discoveredVmDetails?.osName },
    ...{ driverVersion: agent?.driverVersion, driverExpiryDate: agent?.driverVersionExpiryDate, latestVersion: agent?.latestVersion },
    upgradeBlockedBy: agent?.reasonsBlockingUpgrade ?? [],
  }));

const Item = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  properties: z.object({
    friendlyName: text,
    protectionState: text,
    protectionStateDescription: text,
    replicationHealth: text,
    activeLocation: text,
    healthErrors: listOf(HealthError),
    providerSpecificDetails: z.union([Classic, Failback, Modernized]),
  }),
});

type Reading = Readonly<{ vaultName: string; readTime: string }>;

/** The item in our words; undefined for one without a Mobility service of VMware or physical servers (Hyper-V, Azure to Azure). */
export function itemOf(wire: unknown, reading: Reading): VaultItem | undefined {
  const { data } = Item.safeParse(wire);
  const fabric = data && segment(data.id, "replicationFabrics");
  const container = data && segment(data.id, "replicationProtectionContainers");
  if (!data || fabric === undefined || container === undefined) return undefined;
  const { friendlyName = data.name, healthErrors, providerSpecificDetails, ...states } = data.properties;
  const { address: itsAddress, osType: itsSystem, ...facts } = providerSpecificDetails;
  const told: VaultFacts = {
    ...{ ...reading, item: data.name, upgradeBlockedBy: [], ...states, ...facts },
    healthErrors: healthErrors.filter(({ message }) => message !== "").slice(0, MOST_HEALTH_ERRORS),
  };
  return known({ fabric, container, name: data.name, friendlyName, address: itsAddress, osType: itsSystem, facts: known(told) });
}

type Located = Readonly<{
  ipAddress?: string | undefined;
  osType?: Machine["osType"] | undefined;
  lastHeartbeat?: string | undefined;
  rpoInSeconds?: number | undefined;
  lastRpoCalculatedTime?: string | undefined;
  processServerName?: string | undefined;
}>;

const located = ({ ipAddress, osType: system, lastHeartbeat, rpoInSeconds, lastRpoCalculatedTime, processServerName }: Located) => ({
  ...{ address: ipAddress, osType: system, lastHeartbeat, processServer: processServerName },
  ...{ rpoSeconds: rpoInSeconds, rpoTime: lastRpoCalculatedTime },
});
