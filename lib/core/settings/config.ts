import { z } from "zod";
import { type Destinations, destinations } from "../destinations.js";
import { type EntraSettings, entraEnv, readEntra } from "./entra-settings.js";
import { MailEnv, type MailSettings, readMail } from "./mail-settings.js";
import { parseEach } from "./parse-each.js";
import { schedule } from "./schedule.js";
import { type SettingProblem, WrongSettings } from "./wrong-settings.js";

const seconds = (fallback: number) => z.coerce.number().positive().max(86_400).default(fallback);

const allowedDestinations = z
  .string()
  .default("")
  .transform((text, context) => {
    try {
      return destinations(text.split(/[\s,]+/).filter((part) => part !== ""));
    } catch (error) {
      context.addIssue(error instanceof SyntaxError ? error.message : "not readable");
      return z.NEVER;
    }
  });

const Env = MailEnv.extend({
  AzureWebJobsStorage: z.string().min(1).optional(),
  AzureWebJobsStorage__accountName: z.string().min(1).optional(),
  AzureWebJobsStorage__clientId: z.string().min(1).optional(),
  FLEET_SECRETS: z.enum(["sealed", "keyvault"]).default("sealed"),
  FLEET_SEALING_KEY: z.string().optional(),
  FLEET_KEY_VAULT_URL: z.url().optional(),
  FLEET_ALLOWED_DESTINATIONS: allowedDestinations,
  FLEET_HOST_KEY_POLICY: z.enum(["strict", "approve", "first-use"]).default("approve"),
  FLEET_PROXY_HOPS: z.coerce.number().int().min(0).max(9).optional(),
  WEBSITE_SITE_NAME: z.string().optional(),
  FLEET_SUBSCRIPTION_ID: z.guid().default("00000000-0000-0000-0000-000000000000"),
  FLEET_RESOURCE_GROUP: z.string().min(1).default("mobility-fleet"),
  FLEET_VAULT_NAME: z.string().min(1).default("fleet"),
  ...entraEnv,
  FLEET_SSH_CONNECT_TIMEOUT_SECONDS: seconds(20),
  FLEET_RUN_BUDGET_SECONDS: seconds(180),
  FLEET_STEP_TIMEOUT_SECONDS: seconds(55),
  FLEET_UPLOAD_SLICE_SECONDS: seconds(20),
  FLEET_POLL_SECONDS: seconds(10),
  FLEET_RETRY_SECONDS: seconds(15),
  FLEET_RESCUE_AFTER_SECONDS: seconds(30),
  FLEET_INSTALLER_TIMEOUT_SECONDS: seconds(1800),
  FLEET_PROBE_INTERVAL_HOURS: z.coerce
    .number()
    .positive()
    .max(24 * 31)
    .default(24),
  FLEET_VAULT_IMPORT_SCHEDULE: schedule,
  FLEET_CHECK_SCHEDULE: schedule,
  FLEET_PROBE_SCHEDULE: schedule,
});
type Env = z.output<typeof Env>;

/** When the configured vault is imported by itself: an NCRONTAB expression, or undefined for never. Read when the app is loaded, so it never throws; `readConfig` checks it. */
export const vaultImportSchedule = ({ FLEET_VAULT_IMPORT_SCHEDULE: schedule }: NodeJS.ProcessEnv): string | undefined =>
  schedule?.trim() || undefined;

/** When the watching timers run: NCRONTAB expressions. Read when the app is loaded, so it never throws; `readConfig` checks them. */
export const watchSchedules = (env: NodeJS.ProcessEnv): Readonly<{ checkVersions: string; probeMachines: string }> => ({
  checkVersions: env.FLEET_CHECK_SCHEDULE?.trim() || "0 20 * * * *",
  probeMachines: env.FLEET_PROBE_SCHEDULE?.trim() || "0 */5 * * * *",
});

/** All times in milliseconds unless the name says otherwise. */
export type Config = Readonly<{
  storage: Readonly<{ connectionString: string } | { accountName: string; clientId?: string }>;
  secrets: Readonly<{ kind: "sealed"; keyRing: string } | { kind: "keyvault"; url: string }>;
  /** Where machines, jump hosts and webhooks may be. */
  destinations: Destinations;
  hostKeyPolicy: "strict" | "approve" | "first-use";
  /** How many proxies between the network and the app append who called them to X-Forwarded-For; 0: nobody is believed. */
  proxyHops: number;
  vault: Readonly<{ subscriptionId: string; resourceGroup: string; vaultName: string }>;
  /** Undefined when only fleet keys are taken. */
  entra: EntraSettings | undefined;
  timing: JobTiming;
  /** Every machine is looked at once in so long. */
  probeIntervalMs: number;
  /** Absent when no mail is sent. */
  mail?: MailSettings;
}>;

/** How long things may take. */
export type JobTiming = Readonly<{
  connectTimeoutMs: number;
  /** After this an invocation starts no further step, but asks the queue for the next. */
  runBudgetMs: number;
  /** One step may not run longer at a stretch. */
  stepTimeoutMs: number;
  uploadSliceMs: number;
  pollSeconds: number;
  retrySeconds: number;
  rescueAfterMs: number;
  installerTimeoutSeconds: number;
}>;

/** A look at settings that another part of the app reads: gives what is wrong, and nothing when they are right. */
export type SettingCheck = (config: Pick<Config, "storage" | "secrets">) => SettingProblem | undefined;

/** The only reader of the environment. Throws one WrongSettings that names every bad setting. */
export function readConfig(env: NodeJS.ProcessEnv, checks: readonly SettingCheck[] = []): Config {
  const { values: e, problems: alone } = parseEach(Env, env);
  const storage = storageOf(e);
  const secrets = secretsOf(e);
  const { entra, problems: ofEntra } = readEntra(e);
  const { mail, problems: ofMail } = readMail(e);
  const checked = checks.map((check) => check({ storage: storage.value, secrets: secrets.value }));
  const together = [storage.problem, secrets.problem, ...ofEntra, ...ofMail, ...checked].filter((one) => one !== undefined);
  const problems = [...alone, ...together.filter(({ settings }) => !alone.some(({ settings: [name] }) => settings.includes(name)))];
  if (problems.length > 0) throw new WrongSettings(problems);
  return {
    storage: storage.value,
    secrets: secrets.value,
    destinations: e.FLEET_ALLOWED_DESTINATIONS,
    hostKeyPolicy: e.FLEET_HOST_KEY_POLICY,
    proxyHops: e.FLEET_PROXY_HOPS ?? (e.WEBSITE_SITE_NAME ? 1 : 0), // the front end of App Service is one
    vault: { subscriptionId: e.FLEET_SUBSCRIPTION_ID, resourceGroup: e.FLEET_RESOURCE_GROUP, vaultName: e.FLEET_VAULT_NAME },
    entra,
    probeIntervalMs: e.FLEET_PROBE_INTERVAL_HOURS * 3_600_000,
    ...(mail && { mail }),
    timing: timingOf(e),
  };
}

const timingOf = (e: Env): JobTiming => ({
  connectTimeoutMs: e.FLEET_SSH_CONNECT_TIMEOUT_SECONDS * 1000,
  runBudgetMs: e.FLEET_RUN_BUDGET_SECONDS * 1000,
  stepTimeoutMs: e.FLEET_STEP_TIMEOUT_SECONDS * 1000,
  uploadSliceMs: e.FLEET_UPLOAD_SLICE_SECONDS * 1000,
  pollSeconds: e.FLEET_POLL_SECONDS,
  retrySeconds: e.FLEET_RETRY_SECONDS,
  rescueAfterMs: e.FLEET_RESCUE_AFTER_SECONDS * 1000,
  installerTimeoutSeconds: e.FLEET_INSTALLER_TIMEOUT_SECONDS,
});

/** A value and what is wrong with it: where there is a problem the value is a stand-in, and never used. */
type Read<T> = Readonly<{ value: T; problem?: SettingProblem }>;

function storageOf(e: Env): Read<Config["storage"]> {
  if (e.AzureWebJobsStorage) return { value: { connectionString: e.AzureWebJobsStorage } };
  const accountName = e.AzureWebJobsStorage__accountName;
  if (accountName) return { value: { accountName, ...(e.AzureWebJobsStorage__clientId && { clientId: e.AzureWebJobsStorage__clientId }) } };
  const problem = "a connection string is missing, and so is the account's name in AzureWebJobsStorage__accountName";
  return { value: { accountName: "" }, problem: { settings: ["AzureWebJobsStorage", "AzureWebJobsStorage__accountName"], problem } };
}

function secretsOf(e: Env): Read<Config["secrets"]> {
  if (e.FLEET_SECRETS === "keyvault") {
    const value = { kind: "keyvault", url: e.FLEET_KEY_VAULT_URL ?? "" } as const;
    const problem = "FLEET_SECRETS is keyvault, so this must be the vault's address, such as https://name.vault.azure.net";
    return e.FLEET_KEY_VAULT_URL ? { value } : { value, problem: { settings: ["FLEET_KEY_VAULT_URL", "FLEET_SECRETS"], problem } };
  }
  const value = { kind: "sealed", keyRing: e.FLEET_SEALING_KEY ?? "" } as const;
  const problem = "FLEET_SECRETS is sealed, so this must hold a key: 32 random bytes in base64, such as `openssl rand -base64 32` prints";
  return e.FLEET_SEALING_KEY ? { value } : { value, problem: { settings: ["FLEET_SEALING_KEY", "FLEET_SECRETS"], problem } };
}
