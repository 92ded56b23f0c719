import { FleetError } from "../errors.js";

/** What is wrong with a setting. `settings` names it first, and behind it those that it has to fit; the text shows no value that may be a secret. */
export type SettingProblem = Readonly<{ settings: readonly [string, ...string[]]; problem: string }>;

/** Settings with which the app cannot work, all of them at once; each is one of the details. Meant for everybody who calls: nothing works before they are mended. */
export class WrongSettings extends FleetError {
  constructor(problems: readonly SettingProblem[]) {
    const lines = problems.map(({ settings: [name], problem }) => `✖ ${name}: ${problem}`);
    const details = problems.map(
      ({ settings: [target], problem }) => new FleetError("InvalidSettings", `${target}: ${problem}`, { target, recommendedAction: ADVICE }),
    );
    super("InvalidSettings", `Settings are not valid:\n${lines.join("\n")}\nSee docs/settings.md.`, { details, recommendedAction: ADVICE });
  }
}

const ADVICE = "Correct the setting and start the app again; docs/settings.md describes each.";
