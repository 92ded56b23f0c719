import { z } from "zod";

/** A version that is never chosen, for all systems or for one OS tag. */
export const VersionHold = z.object({
  /** A version or its beginning: `9.62` holds every build of it. */
  version: z.string().regex(/^\d{1,9}(\.\d{1,9}){1,3}$/),
  osTag: z.string().optional(),
  reason: z.string().min(1).max(1000),
  heldBy: z.string().optional(),
  since: z.iso.datetime(),
});
export type VersionHold = Readonly<z.infer<typeof VersionHold>>;

export type HeldVersion = Readonly<{ version: string; reason: string }>;

/** The versions of an OS tag's installers, without those on hold; and these with the reason. */
export function withoutHeld(
  versions: readonly string[],
  holds: readonly VersionHold[],
  osTag: string,
): Readonly<{ available: readonly string[]; held: readonly HeldVersion[] }> {
  const holdOf = (version: string) => holds.find((hold) => isHeldBy(hold, version, osTag));
  const held = versions.flatMap((version) => {
    const hold = holdOf(version);
    return hold ? [{ version, reason: hold.reason }] : [];
  });
  return { available: versions.filter((version) => holdOf(version) === undefined), held };
}

const isHeldBy = (hold: VersionHold, version: string, osTag: string): boolean =>
  `${version}.`.startsWith(`${hold.version}.`) && (hold.osTag === undefined || hold.osTag.toLowerCase() === osTag.toLowerCase());
