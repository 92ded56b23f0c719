import { FleetError } from "../core/errors.js";
import type { Fence } from "./machine.js";

/** Arguments that name who acts. Errors: TypeError for an installation id that is no file name, or a token that is no number. */
export function fenceArgs({ installation, token }: Fence): readonly [string, string] {
  if (!/^[A-Za-z0-9][\w.-]{0,127}$/.test(installation))
    throw new TypeError(`an installation id must be letters, digits, - . _; got "${installation}"`);
  if (!Number.isSafeInteger(token) || token < 0) throw new TypeError(`a fencing token must be a whole number, got ${token}`);
  return [installation, `${token}`];
}

/** `seen`: the newest token, as the machine told it. */
export const fenced = (address: string, seen: string): FleetError =>
  new FleetError(
    "Fenced",
    `${address} refused an old fencing token: a newer job of this installation acts there (token ${seen}). Nothing was changed.`,
    {
      target: address,
      recommendedAction: "Nothing; the newer job goes on.",
    },
  );

/** `where`: what holds the lock can be found by it. */
export const locked = (address: string, where: string): FleetError =>
  new FleetError("CommandTimedOut", `${address}: another job holds the lock of our folder on the machine for longer than expected.`, {
    retryable: true,
    target: address,
    recommendedAction: `Nothing, when it passes; else look which process holds the lock file in ${where}.`,
  });
