import { z } from "zod";

export const Scope = z.enum(["reader", "operator", "administrator"]);
export type Scope = z.infer<typeof Scope>;

/** A fleet key `mf_<id>_<secret>` as it is stored: the secret only as a hash. */
export const AccessKey = z.object({
  id: z.string(),
  /** SHA-256 of the whole key, lower-case hex. */
  hash: z.string(),
  scope: Scope,
  label: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().optional(),
});
export type AccessKey = Readonly<z.infer<typeof AccessKey>>;
