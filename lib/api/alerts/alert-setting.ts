import { FleetError } from "../../core/errors.js";
import { Secret } from "../../core/secret.js";
import { type AlertSetting, NO_ALERTS } from "../../fleet/alerts/alert.js";
import { checkWebhookUrl } from "../../fleet/alerts/webhook-url.js";
import { doubtSecrets } from "../../fleet/secrets/doubt-secrets.js";
import type { FleetContext } from "../cmdlet/context.js";
import { type AsrAlertSetting, asrAlertSetting } from "../objects/alert-setting.js";

/** What is to be changed; absent means as it is. `webhook: null` takes it away. */
export type AlertChange = Readonly<{
  customEmailAddresses?: readonly string[];
  sendToOwner?: boolean;
  locale?: string;
  webhook?: Readonly<{ url: Secret; key: Secret }> | null;
}>;

/** Tells nobody of anything any more. */
export const ALERTS_OFF: AlertChange = { customEmailAddresses: [], sendToOwner: false, webhook: null };

/** The setting with how delivery goes. */
export async function showAlertSetting(context: FleetContext, setting: AlertSetting): Promise<AsrAlertSetting> {
  const [pending, dead] = await Promise.all([count(context, "pending"), count(context, "dead")]);
  return asrAlertSetting(setting, { mail: context.mail, pending, dead });
}

const MOST_COUNTED = 1000;

async function count({ alerts }: FleetContext, state: "pending" | "dead"): Promise<string> {
  const { items, next } = await alerts.list(state, {}, { size: MOST_COUNTED });
  return next === undefined ? String(items.length) : `more than ${MOST_COUNTED}`;
}

/** Throws before anything is changed: InvalidParameter for an address that is none, Conflict for mail that nobody could send. */
export function checkAlertChange({ mail }: FleetContext, { customEmailAddresses = [], sendToOwner, webhook }: AlertChange): void {
  if (webhook) {
    checkWebhookUrl(webhook.url.reveal());
    keyOf(webhook.key);
  }
  if (!mail.ready && (sendToOwner || customEmailAddresses.length > 0))
    throw new FleetError("Conflict", "No mail server is set up, so mail cannot be sent", {
      recommendedAction: "Set FLEET_SMTP_HOST and FLEET_MAIL_FROM of the app (docs/alerts.md), then call again.",
    });
  if (sendToOwner && mail.owners.length === 0)
    throw new FleetError("Conflict", "Nobody is known as the owner of the subscription", {
      target: "EnableEmailSubscriptionOwner",
      recommendedAction: "Set FLEET_OWNER_MAIL of the app to the owners' addresses: the product does not ask Azure for them.",
    });
}

/** Saves the webhook's secret, then the setting, then removes what took its place. A stop of mail is lifted. */
export async function changeAlertSetting(context: FleetContext, change: AlertChange): Promise<AlertSetting> {
  const { alerts, secrets } = context;
  const before = await alerts.findSetting();
  const { webhook: _old, mailStopped: _lifted, ...kept } = before;
  const webhook = change.webhook === undefined ? before.webhook : await keepWebhook(context, change.webhook);
  const after: AlertSetting = {
    ...NO_ALERTS,
    ...kept,
    ...(change.customEmailAddresses && { customEmailAddresses: [...change.customEmailAddresses] }),
    ...(change.sendToOwner !== undefined && { sendToOwner: change.sendToOwner }),
    ...(change.locale !== undefined && { locale: change.locale }),
    ...(webhook && { webhook }),
  };
  await doubtSecrets(context, { kind: "alerts" }, before.webhook?.secret);
  await alerts.putSetting(after).catch((error) => withoutSecret(context, webhook?.secret, error));
  if (before.webhook && before.webhook.secret !== webhook?.secret) await secrets.remove(before.webhook.secret);
  return after;
}

async function keepWebhook(context: FleetContext, webhook: AlertChange["webhook"]): Promise<AlertSetting["webhook"]> {
  const { secrets } = context;
  if (!webhook) return undefined;
  const secret = `alert-webhook-${crypto.randomUUID()}`;
  const url = checkWebhookUrl(webhook.url.reveal());
  const value = new Secret(JSON.stringify({ url: url.href, key: keyOf(webhook.key) }));
  await doubtSecrets(context, { kind: "alerts" }, secret);
  await secrets.put(secret, value).catch((error) => withoutSecret(context, secret, error));
  return { origin: url.origin, secret };
}

/** A call that failed leaves no secret behind that no setting names. */
async function withoutSecret({ alerts, secrets }: FleetContext, secret: string | undefined, error: unknown): Promise<never> {
  const named = await alerts.findSetting().catch(() => undefined); // what is told is why the call failed
  if (secret !== undefined && named && named.webhook?.secret !== secret) await secrets.remove(secret).catch(() => undefined);
  throw error;
}

/** As Standard Webhooks has it: base64 of 24 to 64 random bytes, with or without `whsec_` before it. */
function keyOf(key: Secret): string {
  const text = key
    .reveal()
    .trim()
    .replace(/^whsec_/, "");
  const bytes = Buffer.from(text, "base64");
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text) && bytes.length >= 24 && bytes.length <= 64) return text;
  throw new FleetError(
    "InvalidParameter",
    "WebhookSecret is no key that alerts can be signed with; expected 24 to 64 random bytes in base64, as `openssl rand -base64 32` prints",
    {
      target: "WebhookSecret",
    },
  );
}
