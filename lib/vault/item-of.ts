import { z } from "zod";
import type { VaultItem } from "../fleet/vault/vault.js";
import type { VaultFacts } from "../fleet/vault/vault-facts.js";
import { segment } from "./fabric-of.js";
import { typeRow } from "./instance-types.js";
import { known, listOf, text, time } from "./wire.js";

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

const Item = z.object({
  id: z.string().min(1),
  name: text,
  properties: z.preprocess(
    (came) => (typeof came === "object" && came !== null ? came : {}), // an item without them is there all the same
    z.object({
      friendlyName: text,
      protectionState: text,
      protectionStateDescription: text,
      replicationHealth: text,
      activeLocation: text,
      healthErrors: listOf(HealthError),
      providerSpecificDetails: z.looseObject({ instanceType: text }).catch({ instanceType: undefined }),
    }),
  ),
});

type Reading = Readonly<{ vaultName: string; readTime: string }>;

/** The item in our words, of whatever type; undefined for what is no item. */
export function itemOf(wire: unknown, reading: Reading): VaultItem | undefined {
  const { data } = Item.safeParse(wire);
  const fabric = data && segment(data.id, "replicationFabrics");
  const container = data && segment(data.id, "replicationProtectionContainers");
  const name = data && (data.name ?? segment(data.id, "replicationProtectedItems"));
  if (!data || name === undefined || fabric === undefined || container === undefined) return undefined;
  const { friendlyName = name, healthErrors, providerSpecificDetails: details, ...states } = data.properties;
  const { kind, details: reader } = typeRow(details.instanceType);
  const { address, osType, ...facts } = reader.parse(details);
  const told: VaultFacts = {
    ...{ ...reading, item: name, upgradeBlockedBy: [], ...states, ...facts },
    healthErrors: healthErrors.filter(({ message }) => message !== "").slice(0, MOST_HEALTH_ERRORS),
  };
  const type = { kind, instanceType: details.instanceType };
  return known({ fabric, container, name, friendlyName, address, osType, ...type, facts: known(told) });
}
