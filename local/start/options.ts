import { parseArgs } from "node:util";
import { FleetError } from "../../lib/core/errors.js";

export const START_USAGE = `Starts Mobility Fleet on this machine and keeps it running until Ctrl-C.

npm start                     with storage in memory and a lab of machines to try it on; all of it is gone at the end
npm start -- --windows        two more machines of the lab, with Windows, where the tree for them was made (npm run lab -- windows)
npm start -- --no-lab         for real machines: settings in local.settings.json, storage kept in .fleet/storage
npm start -- --port <number>  listens there on 127.0.0.1; 0 takes a free port (default: 7071, or LocalHttpPort of local.settings.json)
npm start -- --https          serves HTTPS with a certificate of its own, kept in .fleet`;

export type StartOptions = Readonly<{ lab: boolean; windows: boolean; port: number | null; https: boolean; help: boolean }>;

/** Reads the words after `npm start --`. Throws InvalidSettings that names the wrong one. */
export function readStartOptions(words: readonly string[]): StartOptions {
  const { values } = parsed(words);
  if (values.windows && values["no-lab"])
    throw new FleetError("InvalidSettings", "--windows is about machines of the lab, and --no-lab leaves that out");
  return {
    lab: !values["no-lab"],
    windows: values.windows,
    port: values.port === undefined ? null : portOf(values.port),
    https: values.https,
    help: values.help,
  };
}

function parsed(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { "no-lab": flag, windows: flag, https: flag, port: { type: "string" }, help: { ...flag, short: "h" } },
    });
  } catch (cause) {
    throw new FleetError("InvalidSettings", `${cause instanceof Error ? cause.message : cause}. See npm start -- --help`, { cause });
  }
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new FleetError("InvalidSettings", `--port must be 0 to 65535, got "${text}"`);
}
