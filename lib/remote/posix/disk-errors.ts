import { FleetError } from "../../core/errors.js";
import { said } from "../said.js";

/** What a failed command's stderr says of the disk: it is full, or mounted read-only. Undefined when something else was wrong. */
export function diskError(address: string, stderr: string): FleetError | undefined {
  if (isDiskFull(stderr)) {
    return new FleetError("NotEnoughSpace", `Not enough space on ${address}: ${said(stderr)}.`, {
      target: address,
      recommendedAction: "Free or add space on the file system that the message names, then run the job again.",
    });
  }
  if (/Read-only file system/i.test(stderr)) {
    return new FleetError("ReadOnlyFileSystem", `Nothing can be written on ${address}: ${said(stderr)}.`, { target: address });
  }
  return undefined;
}

/** Did a command on the machine fail because nothing more can be written? */
export const isDiskFull = (stderr: string): boolean => /No space left on device|quota exceeded/i.test(stderr);

export const noSpaceLeft = (address: string, folder: string, needed: number, free: number): FleetError =>
  new FleetError("NotEnoughSpace", `Not enough space on ${address}: ${folder} needs ${needed} bytes for the installer and has ${free} bytes free.`, {
    target: address,
    recommendedAction: `Free or add space on the file system that holds ${folder}, then run the job again.`,
  });
