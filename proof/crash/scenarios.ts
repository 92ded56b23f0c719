import type { RecipeName } from "../../lib/jobs/recipe-name.js";
import { FLEET_SCENARIOS } from "./fleet-scenarios.js";
import { MACHINE_SCENARIOS } from "./machine-scenarios.js";
import type { Scenario } from "./scenario.js";

/** At least one for every recipe: a new one does not compile without. */
export const SCENARIOS: Readonly<Record<RecipeName, readonly Scenario[]>> = { ...MACHINE_SCENARIOS, ...FLEET_SCENARIOS };
