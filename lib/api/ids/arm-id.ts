import { FleetError } from "../../core/errors.js";
import type { VaultIds } from "../cmdlet/context.js";

/** The parts of an Azure Resource Manager id below the vault, by their segment: `{ replicationFabrics: "CS1" }`. */
export type ArmIdParts = Partial<Record<Segment, string>>;

export type Segment = (typeof SEGMENTS)[number];

const SEGMENTS = [
  "replicationFabrics",
  "replicationProtectionContainers",
  "replicationProtectionContainerMappings",
  "replicationProtectableItems",
  "replicationProtectedItems",
  "replicationJobs",
  "replicationEvents",
  "replicationRecoveryServicesProviders",
] as const;

/** The id of a thing below the vault; the parts are named from the outermost in. */
export function armId({ subscriptionId, resourceGroup, vaultName }: VaultIds, parts: ArmIdParts): string {
  let id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${VAULTS}/${vaultName}`;
  for (const [segment, name] of Object.entries(parts)) id += `/${segment}/${encodeURIComponent(name)}`;
  return id;
}

/** The type that goes with such an id, as Azure shows it. */
export const armType = (...segments: readonly Segment[]): string => [VAULTS, ...segments].join("/");

/** Reads an id in any case. Throws InvalidParameter unless it leads to one of `wanted`, and ResourceNotFound when it is of another vault. */
export function parseArmId(
  vault: VaultIds,
  id: string,
  { wanted, parameter }: Readonly<{ wanted: readonly Segment[]; parameter: string }>,
): ArmIdParts {
  const words = id.split("/").slice(1);
  const pairs = Array.from({ length: Math.ceil(words.length / 2) }, (_, i) => [words[2 * i] ?? "", decode(words[2 * i + 1] ?? "")] as const);
  const parts = Object.fromEntries(
    pairs.flatMap(([segment, name]) => {
      const known = SEGMENTS.find((one) => one.toLowerCase() === segment.toLowerCase());
      return known ? [[known, name]] : [];
    }),
  ) as ArmIdParts; // every key is one of SEGMENTS
  const last = pairs.at(-1)?.[0].toLowerCase();
  if (!id.startsWith("/") || words.length % 2 === 1 || pairs.some(([, name]) => name === "") || !wanted.some((one) => one.toLowerCase() === last)) {
    throw new FleetError(
      "InvalidParameter",
      `The parameter ${parameter} expects an id that ends in ${wanted.map((one) => `${one}/<name>`).join(" or ")}; got "${id.slice(0, 300)}"`,
      { target: parameter },
    );
  }
  checkVault(vault, id, { pairs, parameter });
  return parts;
}

const VAULTS = "Microsoft.RecoveryServices/vaults";

function checkVault(
  vault: VaultIds,
  id: string,
  { pairs, parameter }: Readonly<{ pairs: readonly (readonly [string, string])[]; parameter: string }>,
): void {
  const named = new Map(pairs.map(([segment, name]) => [segment.toLowerCase(), name.toLowerCase()]));
  const own = pairs.length > 3 && named.get("subscriptions") === vault.subscriptionId.toLowerCase();
  const vaultPart = `/vaults/${vault.vaultName}/`.toLowerCase();
  if (own && named.get("resourcegroups") === vault.resourceGroup.toLowerCase() && id.toLowerCase().includes(vaultPart)) return;
  throw new FleetError(
    "ResourceNotFound",
    `The id in ${parameter} is of another vault; expected one that begins with "${armId(vault, {})}/", got "${id.slice(0, 300)}"`,
    { target: parameter },
  );
}

function decode(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word; // a lone % is part of the name
  }
}
