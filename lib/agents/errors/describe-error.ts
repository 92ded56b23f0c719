import type { ErrorCode, MachineErrorCode, RequestErrorCode } from "../../core/errors.js";
import { type ErrorDescription, MACHINE_ERRORS } from "./machine-errors.js";

/** What is to be said otherwise on the machines of one system. */
export type Advice = Readonly<Partial<Record<ErrorCode, Partial<ErrorDescription>>>>;

/** Causes and cure for any code; with the `advice` of a platform as they are on its machines. */
export const describeError = (code: ErrorCode, advice: Advice = {}): ErrorDescription => ({ ...ERROR_DESCRIPTIONS[code], ...advice[code] });

const REQUEST_ERRORS: Readonly<Record<RequestErrorCode, ErrorDescription>> = {
  InvalidParameter: {
    possibleCauses: "A parameter is missing, misspelt or out of its range.",
    recommendedAction: "Correct the parameter that the message names.",
  },
  ResourceNotFound: {
    possibleCauses: "The name or id is wrong, or the thing was removed.",
    recommendedAction: "List what there is with the Get- cmdlet and use its id.",
  },
  VaultNotFound: {
    possibleCauses: "The subscription, the resource group or the vault of the address is not the one that this installation is presented as.",
    recommendedAction:
      "Use the FLEET_SUBSCRIPTION_ID, FLEET_RESOURCE_GROUP and FLEET_VAULT_NAME of this installation; every ID that it answers begins with them.",
  },
  MissingApiVersionParameter: {
    possibleCauses: "The address was put together by hand, or a client does not add the parameter.",
    recommendedAction: "Add api-version=2023-06-01 to the query, or any other version: all are accepted.",
  },
  NotImplemented: {
    possibleCauses: "The operation is about replication, failover or the vault itself, which this service does not do.",
    recommendedAction: "Use what the message names; docs/arm.md lists every operation.",
  },
  Conflict: {
    possibleCauses: "Somebody changed the same thing at the same moment, or it exists already.",
    recommendedAction: "Read it again and repeat the call if it is still wanted.",
  },
  PlanOutdated: {
    possibleCauses: "Machines, components or the catalogue changed after the plan was made.",
    recommendedAction: "Make a new plan with -WhatIf, read it, and start the batch with its id.",
  },
  Unauthorized: {
    possibleCauses: "The call carries no key or token, or one that is unknown, expired or not meant for this service.",
    recommendedAction: "Send a valid fleet key, or a token of the tenant, in the Authorization header.",
  },
  Forbidden: {
    possibleCauses: "The key or token is valid, its scope or app role does not cover the call.",
    recommendedAction: "Use a key with the scope, or a caller with the app role, that the message names.",
  },
  TooManyRequests: {
    possibleCauses: "Many keys or tokens that prove nothing came from one address within a minute: a script with an old key, or somebody who tries.",
    recommendedAction: "Mend the key of who calls from there; a right key is answered all the same.",
  },
  InvalidSettings: {
    possibleCauses: "A setting of the service is missing or wrong.",
    recommendedAction: "Correct the setting that the message names and start the service again.",
  },
  StorageUnavailable: {
    possibleCauses: "The storage account did not answer.",
    recommendedAction: "Check the storage account and its connection; the call may be repeated.",
  },
  IdentityUnavailable: {
    possibleCauses: "The signing keys of the Microsoft Entra tenant could not be read.",
    recommendedAction: "Check that the app reaches the address that the message names; fleet keys work meanwhile.",
  },
  Internal: { possibleCauses: "A fault of the service itself.", recommendedAction: "Look into the service's log by the job's name and report it." },
};

/** Every code there is; a code without a description does not compile. */
export const ERROR_DESCRIPTIONS: Readonly<Record<ErrorCode, ErrorDescription>> = {
  ...REQUEST_ERRORS,
  ...(MACHINE_ERRORS satisfies Record<MachineErrorCode, ErrorDescription>),
};
