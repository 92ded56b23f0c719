import { isIP } from "node:net";
import { z } from "zod";
import { withCodes } from "../core/unfit-character.js";
import { Machine } from "../fleet/machines/machine.js";
import type { MachineType } from "../fleet/machines/machine-type.js";
import { usableAddress } from "./usable-address.js";

/*
 * Fields as the SDK hands them on. The service leaves out, sends null or sends "" as it pleases, so that what cannot be read is
 * the same as what is absent: one odd value must not hide a whole vault.
 */

/** One line; what nobody would see in it is shown as a code. */
export const text = z.string().trim().min(1).transform(withCodes).optional().catch(undefined);

export const wholeNumber = z.number().int().optional().catch(undefined);

/** ISO 8601, UTC. The service writes the years 1 and 1753 for "never". */
export const time = z
  .union([z.date(), z.string().min(1).pipe(z.coerce.date())])
  .refine((date) => date.getUTCFullYear() > 1970)
  .transform((date) => date.toISOString())
  .optional()
  .catch(undefined);

export const version = z
  .string()
  .trim()
  .regex(/^\d{1,9}(\.\d{1,9}){1,3}$/)
  .optional()
  .catch(undefined);

/** One or several, as a list or in one text. */
export const addresses = z
  .union([z.string(), z.array(z.unknown())])
  .transform((came) => (typeof came === "string" ? [came] : came).flatMap((one) => (typeof one === "string" ? one.split(/[\s,;]+/) : [])))
  .catch([]);

/** The one that can be dialled where the service lists several. */
export const address = addresses.transform(usableAddress);

export const osType = z
  .string()
  .transform((name) => Machine.shape.osType.options.find((one) => one.toLowerCase() === name.trim().toLowerCase()))
  .optional()
  .catch(undefined);

/** `vCenter` and `VMware` are virtual, `physical` is not. */
export const machineType = z
  .string()
  .transform((name): MachineType | undefined =>
    /^physical/i.test(name) ? "PhysicalServer" : /^(v(center|mware)|virtual)/i.test(name) ? "VirtualMachine" : undefined,
  )
  .optional()
  .catch(undefined);

/** The name that a machine has for itself; discovery writes an address where it found none. */
export const hostName = text.transform((name) => (name === undefined || isIP(name) !== 0 || /\s/.test(name) ? undefined : name));

/** The entries of a list that can be read. */
export const listOf = <S extends z.ZodType>(entry: S) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((all): z.output<S>[] => all.flatMap((one) => entry.safeParse(one).data ?? []));

/** Leaves out what is not known, so that it is absent rather than undefined. */
export const known = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T; // what may be undefined is optional in the shapes of lib/fleet
