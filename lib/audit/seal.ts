import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Secret } from "../core/secret.js";
import { canonical, Fact } from "./fact.js";

/** A link of the chain: facts, and a keyed digest of them and of the link before. */
export const Seal = z.object({ number: z.number().int().min(1), time: z.iso.datetime(), facts: z.array(Fact), mac: z.string() });
export type Seal = Readonly<z.infer<typeof Seal>>;

type Unsealed = Omit<Seal, "mac">;

/** Seals facts behind the link with that digest; the first stands behind "". */
export const sealed = (key: Secret, previous: string, link: Unsealed): Seal => ({ ...link, mac: macOf(key, previous, link) });

/** Was it sealed with this key, behind the link with that digest, and not changed since? */
export function isIntact(key: Secret, previous: string, { mac, ...link }: Seal): boolean {
  const expected = Buffer.from(macOf(key, previous, link));
  const found = Buffer.from(mac);
  return expected.length === found.length && timingSafeEqual(expected, found);
}

const macOf = (key: Secret, previous: string, { number, time, facts }: Unsealed): string =>
  createHmac("sha256", Buffer.from(key.reveal(), "base64")).update(canonical({ previous, number, time, facts })).digest("hex");
