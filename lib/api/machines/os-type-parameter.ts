import { OS_TYPES, type OsType } from "../../agents/platform-of.js";
import { choice } from "../cmdlet/parameter.js";

const listed = OS_TYPES.toReversed() as [OsType, ...OsType[]]; // as many as before

/** The system of a machine that is named to the fleet, listed in the order of the real cmdlet. */
export const osTypeParameter = choice("Operating system.", listed);
