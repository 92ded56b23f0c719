import { z } from "zod";
import { type EntraSettings, entraEnv, readEntra } from "./entra-settings.js";
import { FleetError } from "./errors.js";
import { MailEnv, type MailSettings, mailOf } from "./mail-settings.js";

const seconds = (fallback: number) => z.coerce.number().positive().max(86_400).default(fallback);

const Env = MailEnv.extend({
  AzureWebJobsStorage: z.string().min(1).optional(),
  AzureWebJobsStorage__accountName: z.string().min(1).optional(),
  AzureWebJobsStorage__clientId: z.string().min(1).optional(),
  FLEET_SECRETS: z.enum(["sealed", "keyvault"]).default("sealed"),
  FLEET_SEALING_KEY: z.string().optional(),
  FLEET_KEY_VAULT_URL: z.url().optional(),
  FLEET_HOST_KEY_POLICY: z.enum(["strict", "approve", "first-use"]).default("approve"),
  FLEET_SUBSCRIPTION_ID: z.guid().default("00000000-0000-0000-0000-000000000000"),
  FLEET_RESOURCE_GROUP: z.string().min(1).default("mobility-fleet"),
  FLEET_VAULT_NAME: z.string().min(1).default("fleet"),
  ...entraEnv,
  FLEET_SSH_CONNECT_TIMEOUT_SECONDS: seconds(20),
  FLEET_RUN_BUDGET_SECONDS: seconds(30),
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
});

/** When the configured vault is imported by itself: an NCRONTAB expression, or undefined for never. Read before the app starts, so it never throws. */
export const vaultImportSchedule = ({ FLEET_VAULT_IMPORT_SCHEDULE: schedule }: NodeJS.ProcessEnv): string | undefined =>
  schedule?.trim() || undefined;

/** When the watching timers run: NCRONTAB expressions. Read before the app starts, so it never throws. */
export const watchSchedules = (env: NodeJS.ProcessEnv): Readonly<{ checkVersions: string; probeMachines: string }> => ({
  checkVersions: env.FLEET_CHECK_SCHEDULE?.trim() || "0 20 * * * *",
  probeMachines: env.FLEET_PROBE_SCHEDULE?.trim() || "0 */5 * * * *",
});

/** All times in milliseconds unless the name says otherwise. */
export type Config = Readonly<{
  storage: Readonly<{ connectionString: string } | { accountName: string; clientId?: string }>;
  secrets: Readonly<{ kind: "sealed"; keyRing: string } | { kind: "keyvault"; url: string }>;
  hostKeyPolicy: "strict" | "approve" | "first-use";
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

/** The only reader of the environment. Throws one InvalidSettings that names every bad setting. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = Env.safeParse(env);
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  const e = parsed.data;
  const { entra, problems } = readEntra(e);
  if (problems.length > 0) throw invalid(problems.join("\n"));
  const mail = mailOf(e, invalid);
  return {
    storage: storageOf(e),
    secrets: secretsOf(e),
    hostKeyPolicy: e.FLEET_HOST_KEY_POLICY,
    vault: { subscriptionId: e.FLEET_SUBSCRIPTION_ID, resourceGroup: e.FLEET_RESOURCE_GROUP, vaultName: e.FLEET_VAULT_NAME },
    entra,
    probeIntervalMs: e.FLEET_PROBE_INTERVAL_HOURS * 3_600_000,
    ...(mail && { mail }),
    timing: {
      connectTimeoutMs: e.FLEET_SSH_CONNECT_TIMEOUT_SECONDS * 1000,
      runBudgetMs: e.FLEET_RUN_BUDGET_SECONDS * 1000,
      stepTimeoutMs: e.FLEET_STEP_TIMEOUT_SECONDS * 1000,
      uploadSliceMs: e.FLEET_UPLOAD_SLICE_SECONDS * 1000,
      pollSeconds: e.FLEET_POLL_SECONDS,
      retrySeconds: e.FLEET_RETRY_SECONDS,
      rescueAfterMs: e.FLEET_RESCUE_AFTER_SECONDS * 1000,
      installerTimeoutSeconds: e.FLEET_INSTALLER_TIMEOUT_SECONDS,
    },
  };
}

function storageOf(e: z.infer<typeof Env>): Config["storage"] {
  if (e.AzureWebJobsStorage) return { connectionString: e.AzureWebJobsStorage };
  if (!e.AzureWebJobsStorage__accountName)
    throw invalid("✖ AzureWebJobsStorage (a connection string) or AzureWebJobsStorage__accountName is missing");
  return { accountName: e.AzureWebJobsStorage__accountName, ...(e.AzureWebJobsStorage__clientId && { clientId: e.AzureWebJobsStorage__clientId }) };
}

function secretsOf(e: z.infer<typeof Env>): Config["secrets"] {
  if (e.FLEET_SECRETS === "keyvault") {
    if (!e.FLEET_KEY_VAULT_URL)
      throw invalid("✖ FLEET_SECRETS is keyvault, so FLEET_KEY_VAULT_URL must be the vault's address, such as https://name.vault.azure.net");
    return { kind: "keyvault", url: e.FLEET_KEY_VAULT_URL };
  }
  if (!e.FLEET_SEALING_KEY)
    throw invalid(
      "✖ FLEET_SECRETS is sealed, so FLEET_SEALING_KEY must hold a key: 32 random bytes in base64, such as `openssl rand -base64 32` prints",
    );
  return { kind: "sealed", keyRing: e.FLEET_SEALING_KEY };
}

const invalid = (problems: string) => new FleetError("InvalidSettings", `Settings are not valid:\n${problems}\nSee docs/settings.md.`);
