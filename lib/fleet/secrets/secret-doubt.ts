import { z } from "zod";

/** Whose row names a secret, or is going to. What a job was given for itself is nobody's after a day. */
export const SecretOwner = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("account"), fabric: z.string(), id: z.string() }),
  z.object({ kind: z.literal("fabric"), name: z.string() }),
  z.object({ kind: z.literal("alerts") }),
  z.object({ kind: z.literal("audit") }),
  z.object({ kind: z.literal("job") }),
]);
export type SecretOwner = z.infer<typeof SecretOwner>;

/** A secret that a row may not name, because the two are written or removed one after the other; saved before the first of them. */
export const SecretDoubt = z.object({ secret: z.string(), owner: SecretOwner, since: z.string() });
export type SecretDoubt = z.infer<typeof SecretDoubt>;
