import { z } from "zod";

const agentVersion = z.string().regex(/^\d+\.\d+\.\d+\.\d+$/);

/** Shape of data/update-rollups.json; data/update-rollups.schema.json says the same to editors. */
export const ReleaseList = z
  .strictObject({
    $schema: z.string().optional(),
    asOf: z.iso.date().meta({ description: "Day of the vendor's list that this file was compared with." }),
    releases: z
      .array(
        z.strictObject({
          version: z
            .string()
            .regex(/^\d+\.\d+$/)
            .meta({ description: "Major and minor number: a release, whatever its builds." }),
          rollups: z
            .array(
              z.strictObject({
                number: z.number().int().positive(),
                agent: agentVersion.optional().meta({ description: "Version of the Mobility service, where known." }),
                date: z
                  .string()
                  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
                  .optional()
                  .meta({ description: "Month of its release notes, where known." }),
              }),
            )
            .meta({ description: "Update rollups that brought the release or a newer build of it." }),
          withdrawn: z.string().min(1).optional().meta({ description: "It was taken back, and why: it does not count as a release." }),
          note: z.string().min(1).optional(),
        }),
      )
      .min(1)
      .meta({ description: "Oldest first. A minor number that is not listed is unknown: it counts as a release, and answers say so." }),
  })
  .refine(
    ({ releases }) => releases.every(({ version }, i) => i === 0 || minorOf(version) > minorOf(releases[i - 1]?.version)),
    "not in ascending order",
  )
  .refine(
    ({ releases }) => releases.every(({ rollups, withdrawn }) => rollups.length > 0 !== (withdrawn !== undefined)),
    "a release has rollups, or was withdrawn",
  );
export type Release = Readonly<z.infer<typeof ReleaseList>["releases"][number]>;

const minorOf = (version = ""): number => Number(version.split(".")[0]) * 1_000_000 + Number(version.split(".")[1]);
