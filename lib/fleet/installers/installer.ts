import { z } from "zod";

/** One installer file of the catalogue. Its content lies in blob storage under its digest. */
export const Installer = z.object({
  fileName: z.string(),
  version: z.string(),
  osTag: z.string(),
  /** yyyy-mm-dd, from the file name. */
  buildDate: z.string(),
  /** lower-case hex */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: z.number().int().positive(),
  importedAt: z.iso.datetime(),
});
export type Installer = Readonly<z.infer<typeof Installer>>;
