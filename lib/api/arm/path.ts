import type { VaultIds } from "../cmdlet/context.js";

/** The address of something below a vault: the vault in the caller's own spelling, then decoded segments. */
export type ArmPath = Readonly<{ vault: VaultIds; segments: readonly string[] }>;

/** Reads the path of a URL in any case; undefined when it does not lead below a Recovery Services vault. */
export function parseArmPath(url: string): ArmPath | undefined {
  const segments = new URL(url).pathname.replace(/\/$/, "").split("/").slice(1);
  const decoded = segments.map(decode);
  const [, subscriptionId = "", , resourceGroup = "", , , , vaultName = ""] = decoded;
  const fits = PREFIX.every((word, i) => word === undefined || decoded[i]?.toLowerCase() === word);
  return fits && vaultName !== "" ? { vault: { subscriptionId, resourceGroup, vaultName }, segments: decoded.slice(PREFIX.length) } : undefined;
}

const PREFIX = ["subscriptions", undefined, "resourcegroups", undefined, "providers", "microsoft.recoveryservices", "vaults", undefined] as const;

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a lone % is part of the name
  }
}

/** The vault of a path is ours: Azure compares these names without regard to case. */
export const isSameVault = (a: VaultIds, b: VaultIds): boolean =>
  same(a.subscriptionId, b.subscriptionId) && same(a.resourceGroup, b.resourceGroup) && same(a.vaultName, b.vaultName);

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
