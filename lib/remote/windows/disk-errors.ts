import { FleetError } from "../../core/errors.js";
import { said } from "../said.js";

/** What a failed script said of the disk: it is full, or may not be written to. Undefined when something else was wrong. */
export function diskError(address: string, stderr: string): FleetError | undefined {
  if (/not enough space on the disk|disk is full|No space left on device|0x80070070/i.test(stderr)) {
    return new FleetError("NotEnoughSpace", `Not enough space on ${address}: ${said(stderr)}.`, {
      target: address,
      recommendedAction: "Free or add space on the drive that the message names, then run the job again.",
    });
  }
  if (/media is write.protected|0x80070013/i.test(stderr)) {
    return new FleetError("ReadOnlyFileSystem", `Nothing can be written on ${address}: ${said(stderr)}.`, { target: address });
  }
  return undefined;
}

export const noSpaceLeft = (address: string, folder: string, needed: number, free: number): FleetError =>
  new FleetError("NotEnoughSpace", `Not enough space on ${address}: ${folder} needs ${needed} bytes for the installer and has ${free} bytes free.`, {
    target: address,
    recommendedAction: `Free or add space on the drive of ${folder}, then run the job again.`,
  });
