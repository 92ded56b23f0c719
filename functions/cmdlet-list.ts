import type { AnyCmdlet } from "../lib/api/cmdlet/cmdlet.js";
import { CMDLET_MODULES } from "./http/cmdlet-modules.js";

/** Every cmdlet that the service has, all of them loaded: for what describes the whole service. */
export const CMDLETS: readonly AnyCmdlet[] = await Promise.all(Object.values(CMDLET_MODULES).map((load) => load()));
