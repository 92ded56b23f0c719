import { randomBytes } from "node:crypto";
import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { FleetError } from "../../lib/core/errors.js";
import { messageOf } from "./process/host-log.js";

export type LocalSettings = Readonly<{
  /** Environment values of the app; one that the process has already wins over the file's. */
  values: Readonly<Record<string, string>>;
  port: number | null;
  /** True when the file did not exist and was made from the sample. */
  created: boolean;
}>;

const PLACEHOLDER = "<generate>";
const Settings = z.object({
  IsEncrypted: z.literal(false, { error: "must be false: encrypted values cannot be read here" }).optional(),
  Values: z.record(z.string(), z.string({ error: "must be a string" })).default({}),
  Host: z.object({ LocalHttpPort: z.int().min(0).max(65_535).optional() }).default({}),
});

/**
 * Reads local.settings.json of an app's folder, made first from local.settings.sample.json when it is absent (mode 0600; each value
 * `<generate>` becomes 32 random bytes in base64).
 */
export async function loadSettings(appDir: string, environment: NodeJS.ProcessEnv = process.env): Promise<LocalSettings> {
  const path = join(appDir, "local.settings.json");
  const created = !(await exists(path)) && (await createFrom(join(appDir, "local.settings.sample.json"), path));
  const text = (await exists(path)) ? await readFile(path, "utf8") : "{}";
  const { Values, Host } = parse(path, text);
  const values = Object.fromEntries(Object.entries(Values).map(([name, value]) => [name, environment[name] ?? value]));
  return { values, port: Host.LocalHttpPort ?? null, created };
}

function parse(path: string, text: string): z.infer<typeof Settings> {
  try {
    return Settings.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause);
    throw new FleetError("InvalidSettings", `${path} is not valid: ${why}`, { cause });
  }
}

async function createFrom(sample: string, path: string): Promise<boolean> {
  if (!(await exists(sample))) return false;
  const text = await readFile(sample, "utf8");
  const filled = text.replaceAll(JSON.stringify(PLACEHOLDER), () => JSON.stringify(randomBytes(32).toString("base64")));
  return await writeFile(path, filled, { mode: 0o600, flag: "wx" }).then(
    () => true,
    async (error) => {
      if (await exists(path)) return false; // another host made it meanwhile
      throw error;
    },
  );
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
