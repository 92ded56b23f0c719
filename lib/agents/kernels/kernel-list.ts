import { z } from "zod";

/** Which kernels a version of the Mobility service supports on one system, as the vendor published it. */
export const KernelList = z.object({
  osTag: z.string(),
  /** A version or its beginning: `9.66` is for every build of it that has no list of its own. */
  version: z.string().regex(/^\d{1,9}(\.\d{1,9}){1,3}$/),
  /** Of the vendor's list. */
  asOf: z.iso.date(),
  /** As `uname -r` prints them. */
  kernels: z.array(z.string()).min(1),
  importedAt: z.iso.datetime(),
});
export type KernelList = Readonly<z.infer<typeof KernelList>>;
