import { z } from "zod";
import { MachineErrorName } from "./machine-errors.js";

const ep = z
  .string()
  .regex(/^EP\d{4}$/)
  .meta({ description: "Code of Azure Site Recovery's push service." });
const portal = z.number().int().positive().meta({ description: "Number that the portal shows." });
const matched = z
  .literal(true)
  .optional()
  .meta({ description: "EP code and number were matched by meaning; the vendor does not print them together." });

/** Shape of data/vendor-errors.json; data/vendor-errors.schema.json says the same to editors. */
export const VendorErrors = z.strictObject({
  $schema: z.string().optional(),
  portalNumbers: z.array(z.strictObject({ ep, portal, matched })).meta({ description: "Numbers of EP codes that exit codes stand for." }),
  errors: z
    .array(
      z
        .strictObject({
          ep: ep.optional(),
          portal: portal.optional(),
          matched,
          system: z.enum(["Linux", "Windows", "any"]),
          errorCode: MachineErrorName.optional().meta({ description: "What a job of this product calls it; absent when it cannot happen here." }),
          cause: z.string().min(10),
          advice: z.string().min(10),
        })
        .refine(({ ep, portal }) => ep !== undefined || portal !== undefined, "an EP code, a portal number or both"),
    )
    .meta({ description: "Errors that no exit code stands for: those of the connection, the account, and of wrappers." }),
});
export type VendorError = Readonly<z.infer<typeof VendorErrors>["errors"][number]>;
