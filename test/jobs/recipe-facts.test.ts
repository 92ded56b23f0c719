import { describe, expect, it } from "vitest";
import type { Learned } from "../../lib/jobs/learned.js";
import { RECIPE_FACTS } from "../../lib/jobs/recipe-facts.js";
import { RecipeName } from "../../lib/jobs/recipe-name.js";
import { RECIPES, recipeOf } from "../../lib/jobs/recipes.js";

const HOPS: Learned = { hops: [{ version: "9.62.7096.1", sha256: "a".repeat(64), sizeBytes: 1, fileName: "UA.tar.gz" }] };
const stepsOf = (recipe: RecipeName): readonly string[] => RECIPES[recipe](HOPS).map(({ step }) => step.name);

describe.each(RecipeName.options)("the facts about %s", (recipe) => {
  const facts = RECIPE_FACTS[recipe];
  const steps = stepsOf(recipe);

  it("say that it moves the agent when it plans a way to a version", () => {
    expect(facts.movesAgent !== false).toBe(steps.includes("plan-path"));
  });

  it("say that it registers when it has a step that does", () => {
    const lost = RECIPES[recipe]({ ...HOPS, unregistered: true }).some(({ step }) => step.name === "register-again");
    const registers = steps.includes("register-agent") ? "Once" : lost ? "WhenLost" : steps.includes("re-register-agent") && "Anew";
    expect(facts.registers).toBe(registers);
  });

  it("say that it changes the machine when it starts something there", () => {
    const starts = ["run-installer", "run-uninstaller", "register-agent", "re-register-agent", "leave-out-folders", "install-vm-agent"];
    expect(facts.changesMachine).toBe(starts.some((name) => steps.includes(name)));
  });

  it("say that it waits for the machine when it logs in", () => {
    if (steps.includes("open-machine")) expect(facts.lease).toBe("Waits");
  });

  it("say that it imports machines when it stages them", () => {
    expect(facts.importsMachines).toBe(steps.includes("stage-inventory"));
  });

  it("decide whether it restarts the machine when it is asked to", () => {
    const restarts = recipeOf({ recipe, input: { restart: true } })(HOPS).some(({ step }) => step.name === "restart-machine");
    expect(restarts).toBe(facts.mayRestart);
  });
});
