import type { z } from "zod";
import type { SettingProblem } from "./wrong-settings.js";

/**
 * Parses each setting by itself: `problems` has all that are wrong, and `values` takes those as absent, so that what depends on several can be
 * looked at all the same. Every field of the schema must do without a value.
 */
export function parseEach<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  env: NodeJS.ProcessEnv,
): Readonly<{ values: z.output<z.ZodObject<S>>; problems: readonly SettingProblem[] }> {
  const { error, data } = schema.safeParse(env);
  if (!error) return { values: data, problems: [] };
  const problems = error.issues.map(({ path: [name], message }): SettingProblem => ({ settings: [String(name)], problem: message }));
  const wrong = new Set(problems.map(({ settings: [name] }) => name));
  const others = Object.fromEntries(Object.entries(env).filter(([name]) => !wrong.has(name)));
  return { values: schema.parse(others), problems: problems.filter(isFirstOfItsSetting) };
}

/** Of several bad addresses in one list the first is told. */
const isFirstOfItsSetting = ({ settings: [name] }: SettingProblem, index: number, all: readonly SettingProblem[]): boolean =>
  all.findIndex(({ settings }) => settings[0] === name) === index;
