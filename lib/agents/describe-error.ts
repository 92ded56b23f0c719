import type { ErrorCode, MachineErrorCode, RequestErrorCode } from "../core/errors.js";
import { type ErrorDescription, MACHINE_ERRORS } from "./machine-errors.js";

/** Causes and advice for any code. */
export const describeError = (code: ErrorCode): ErrorDescription => ERROR_DESCRIPTIONS[code];

const REQUEST_ERRORS: Readonly<Record<RequestErrorCode, ErrorDescription>> = {
  InvalidParameter: {
    possibleCauses: "A parameter is missing, misspelt or out of its range.",
    recommendedAction: "Correct the parameter that the message names.",
  },
  ResourceNotFound: {
    possibleCauses: "The name or id is wrong, or the thing was removed.",
    recommendedAction: "List what there is with the Get- cmdlet and use its id.",
  },
  Conflict: {
    possibleCauses: "Somebody changed the same thing at the same moment, or it exists already.",
    recommendedAction: "Read it again and repeat the call if it is still wanted.",
  },
  Unauthorized: {
    possibleCauses: "The call carries no key, or one that is unknown or expired.",
    recommendedAction: "Send a valid key in the Authorization header.",
  },
  Forbidden: {
    possibleCauses: "The key is valid, its scope does not cover the call.",
    recommendedAction: "Use a key with the scope that the message names.",
  },
  InvalidSettings: {
    possibleCauses: "A setting of the service is missing or wrong.",
    recommendedAction: "Correct the setting that the message names and start the service again.",
  },
  StorageUnavailable: {
    possibleCauses: "The storage account did not answer.",
    recommendedAction: "Check the storage account and its connection; the call may be repeated.",
  },
  Internal: { possibleCauses: "A fault of the service itself.", recommendedAction: "Look into the service's log by the job's name and report it." },
};

/** Every code there is; a code without a description does not compile. */
export const ERROR_DESCRIPTIONS: Readonly<Record<ErrorCode, ErrorDescription>> = {
  ...REQUEST_ERRORS,
  ...(MACHINE_ERRORS satisfies Record<MachineErrorCode, ErrorDescription>),
};
