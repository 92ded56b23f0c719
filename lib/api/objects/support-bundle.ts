import { z } from "zod";
import { output } from "./output.js";

export const AsrSupportBundle = output("ASRSupportBundle", "Where to download a support bundle: one GET, until the link expires.", {
  /** Name of the job that made it. */
  Name: z.string(),
  /** Name of the job that it is about. */
  BundledJob: z.string(),
  FileName: z.string(),
  SizeInBytes: z.number().int(),
  Sha256: z.string(),
  DownloadUrl: z.string(),
  DownloadExpiresOn: z.iso.datetime(),
});
