import { z } from "zod";

/** How an account logs in; the secrets themselves are `Credential`s in the secret store. */
export const RunAsAccount = z.object({
  fabric: z.string(),
  /** A small whole number as text, unique within the fabric, as Azure Site Recovery has it. */
  id: z.string(),
  name: z.string().min(1),
  userName: z.string().min(1),
  hasPassword: z.boolean(),
  hasPrivateKey: z.boolean(),
  /** A refusal stops a domain account at once, a local one after three machines in a row. */
  isDomainAccount: z.boolean().default(false),
  /** Name of the secret that holds the credential; while the first one is in use, the name that follows from fabric and id. */
  credentialSecret: z.string().optional(),
  /** Counts changes of the credential; a new version is proved on one machine before others use it. */
  credentialVersion: z.number().int().min(1).default(1),
  provedVersion: z.number().int().min(0).default(0),
  /** The machine on which the new version is being tried now, and until when the others wait. */
  proving: z.object({ machine: z.string(), until: z.iso.datetime() }).optional(),
  /** Machines that refused the present version; with `stopped` nobody logs in any more. */
  refusedBy: z.array(z.string()).default([]),
  refusedInARow: z.number().int().min(0).default(0),
  stopped: z.boolean().default(false),
});
export type RunAsAccount = Readonly<z.infer<typeof RunAsAccount>>;
