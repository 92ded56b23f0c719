import { type ParseArgsConfig, parseArgs } from "node:util";
import { FleetError } from "../../lib/core/errors.js";

/** Options by name and the other words, of which there must be `places.length`. Throws InvalidParameter that shows the usage. */
export function readWords<const O extends NonNullable<ParseArgsConfig["options"]>>(
  words: readonly string[],
  { options, places, usage }: Readonly<{ options: O; places: readonly string[]; usage: string }>,
) {
  const { values, positionals } = parsed(words, options, usage);
  const [extra] = positionals.slice(places.length);
  if (extra !== undefined) throw wrong(`"${extra}" is one word too many`, usage);
  const missing = places[positionals.length];
  if (missing !== undefined) throw wrong(`<${missing}> is missing`, usage);
  return { values, positionals };
}

/** InvalidParameter with the usage of the command below it. */
export const wrong = (what: string, usage: string, cause?: unknown) =>
  new FleetError("InvalidParameter", `${what}\nUsage: npm run fleet -- ${usage}`, { cause });

function parsed<const O extends NonNullable<ParseArgsConfig["options"]>>(words: readonly string[], options: O, usage: string) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : String(cause), usage, cause);
  }
}
