import { z } from "zod";

/** The files in /etc by which the vendor knows a Linux system. */
export const ReleaseFile = z.enum([
  "/etc/oracle-release",
  "/etc/redhat-release",
  "/etc/SuSE-release",
  "/etc/os-release",
  "/etc/lsb-release",
  "/etc/debian_version",
]);
export type ReleaseFile = z.infer<typeof ReleaseFile>;

const text = (description: string) => z.string().min(1).meta({ description });
const pattern = (description: string) => z.string().min(1).refine(isPattern, "not a regular expression").meta({ description });
const release = (description: string) =>
  z
    .string()
    .regex(/^\d+\.\d+$/)
    .meta({ description });

const OsRow = z
  .strictObject({
    tag: z
      .string()
      .regex(/^[A-Za-z0-9.-]+$/)
      .meta({ description: "As the file names of its installers carry it." }),
    covers: text("The systems that it covers, 64-bit only, as people are told them."),
    family: z.enum(["Linux", "Windows"]),
    packing: z.enum(["gzip", "lzma", "exe"]).meta({ description: "What is inside the file: archives named .tar.gz are LZMA for most systems." }),
    init: z.enum(["sysv", "systemd", "windows"]).meta({ description: "How the system starts services." }),
    detect: z
      .strictObject({ file: ReleaseFile, pattern: pattern("What the deciding file of /etc must match.") })
      .optional()
      .meta({ description: "Linux only: the first file of detectionOrder that is there decides." }),
    sample: text("Text of the deciding file on such a system; tests detect the system by it.").optional(),
    manualDownload: z
      .strictObject({ since: release("The release since which it is so, where known.").optional() })
      .optional()
      .meta({ description: "Microsoft retired the installer from its servers' repository: it is downloaded by hand." }),
    firstVersion: release("The first release that supports the system, where known.").optional(),
    unpublished: z
      .literal(true)
      .optional()
      .meta({ description: "The vendor's detection knows the tag, but no installer of it is in its list of downloads." }),
    note: text("What else people should know, in whole sentences.").optional(),
  })
  .refine(({ family, packing }) => (family === "Windows") === (packing === "exe"), "Windows installers are exe files, Linux installers are not")
  .refine(
    ({ family, detect, sample }) => (family === "Linux") === (detect !== undefined && sample !== undefined),
    "a Linux row needs detect and sample",
  );
export type OsRow = Readonly<z.infer<typeof OsRow>>;

const Refusal = z.strictObject({
  file: ReleaseFile,
  pattern: pattern("What the deciding file matches on a system that has no row."),
  reason: text("Why it is not supported; completes a sentence."),
  sample: text("Text of the deciding file on such a system."),
});

/** Shape of data/operating-systems.json; data/operating-systems.schema.json says the same to editors. */
export const OsCatalogue = z
  .strictObject({
    $schema: z.string().optional(),
    asOf: z.iso.date().meta({ description: "Day of the vendor's lists that this file was compared with." }),
    downloads: z.url().meta({ description: "Where the vendor lists its installers." }),
    detectionOrder: z
      .array(z.strictObject({ file: ReleaseFile, when: pattern("Only when the file matches this.").optional() }))
      .meta({ description: "The first file that is there decides which system it is, also when no row then matches." }),
    systems: z.array(OsRow),
    unsupported: z.array(Refusal).meta({ description: "Systems that people try, with the reason why they are refused." }),
  })
  .refine(({ systems }) => new Set(systems.map(({ tag }) => tag.toLowerCase())).size === systems.length, "a tag is named twice")
  .refine(
    ({ systems, detectionOrder }) => systems.every(({ detect }) => !detect || detectionOrder.some(({ file }) => file === detect.file)),
    "a row is detected by a file that is not in detectionOrder",
  );

function isPattern(text: string): boolean {
  try {
    return new RegExp(text).source.length > 0;
  } catch {
    return false;
  }
}
