import type { HttpRequest } from "@azure/functions";
import { FleetError } from "../../core/errors.js";
import type { Scope } from "../../fleet/accounts/access-key.js";

/** Who calls, as jobs and events name them, and what they may do; `key` is the id of a fleet key. */
export type Principal = Readonly<{ label: string; scope: Scope; key?: string }>;

/** What came with the request: what stands behind `Bearer`, and all its headers. */
export type Credentials = Readonly<{ bearer: string; headers: HttpRequest["headers"] }>;

/** A wider scope may do all that a smaller one may. */
export const covers = (given: Scope, needed: Scope): boolean => ORDER[given] >= ORDER[needed];

const ORDER: Readonly<Record<Scope, number>> = { reader: 0, operator: 1, administrator: 2 };

/** Unauthorized because of what was sent: the target tells it from a request that sent nothing. */
export const refuse = (message: string, { recommendedAction, cause }: Readonly<{ recommendedAction: string; cause?: unknown }>) =>
  new FleetError("Unauthorized", message, { target: "Authorization", recommendedAction, cause });
