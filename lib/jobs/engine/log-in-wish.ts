import type { LogInWish } from "../../reach/log-in.js";
import type { Job } from "../job.js";
import { RECIPE_FACTS } from "../recipe-facts.js";

/** How the job asks to be let in to its machine. */
export function logInWishOf({ recipe, input: { accountId, acceptHostKey }, learned }: Pick<Job, "recipe" | "input" | "learned">): LogInWish {
  const { registers, testsAccount } = RECIPE_FACTS[recipe];
  const mayRegister = registers === "WhenLost" ? learned.unregistered === true || learned.migrates === true : registers !== false;
  return { accountId, acceptHostKey, registers: mayRegister, testsAccount };
}
