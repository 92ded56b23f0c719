import { z } from "zod";

/** Who Microsoft Entra ID says it is, and which app roles it has. */
export type EntraIdentity = Readonly<{ label: string; roles: readonly string[] }>;

const text = z.string().min(1).max(512).optional().catch(undefined);

/** The claims that are looked at; version 1 and version 2 tokens name some of them differently. */
export const EntraClaims = z.object({
  tid: text,
  oid: text,
  sub: text,
  /** The calling application: of version 2, of version 1. */
  azp: text,
  appid: text,
  upn: text,
  preferred_username: text,
  /** What a person has consented to; absent when an application calls for itself. */
  scp: text,
  idtyp: text,
  roles: z.array(z.string().max(256)).max(200).catch([]),
});
export type EntraClaims = z.output<typeof EntraClaims>;

export const clientOf = ({ azp, appid }: EntraClaims): string | undefined => azp ?? appid;

/** True when an application calls for itself, not for a person. */
export const isAppOnly = ({ idtyp, scp, oid, sub }: EntraClaims): boolean =>
  idtyp === "app" || (idtyp === undefined && scp === undefined && oid !== undefined && oid === sub);

/** Readable, and the same as long as the account is: names of persons can be given away, so the object id stands behind. */
export function labelOf(claims: EntraClaims): string {
  const id = claims.oid ?? claims.sub ?? "unknown";
  if (isAppOnly(claims)) return plain(`app ${clientOf(claims) ?? id}`);
  const name = claims.upn ?? claims.preferred_username;
  return plain(name ? `${name} (${id})` : `user ${id}`);
}

/** Shown in lists and logs: one line of printable characters. */
const plain = (label: string): string => label.replaceAll(/[\p{C}\p{Z}]+/gu, " ").slice(0, 200);
