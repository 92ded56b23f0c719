import { z } from "zod";
import { FleetEvent } from "./event.js";

export const AlertChannelName = z.enum(["webhook", "mail"]);
export type AlertChannelName = z.infer<typeof AlertChannelName>;

/** Who is told of events. */
export const AlertSetting = z.object({
  customEmailAddresses: z.array(z.string()),
  sendToOwner: z.boolean(),
  locale: z.string(),
  /** Address and key lie in the secret store under `secret`: an address may hold a key of its own. `origin` is what may be shown of it. */
  webhook: z.object({ origin: z.string(), secret: z.string() }).optional(),
  /** The mail server refused our login: nobody logs in again before the setting is written anew. */
  mailStopped: z.object({ time: z.iso.datetime(), reason: z.string() }).optional(),
});
export type AlertSetting = Readonly<z.infer<typeof AlertSetting>>;

export const NO_ALERTS: AlertSetting = { customEmailAddresses: [], sendToOwner: false, locale: "en-US" };

/** Where a webhook is, and the key that signs what goes there (base64). */
export const WebhookSecret = z.object({ url: z.url(), key: z.string().min(1) });
export type WebhookSecret = Readonly<z.infer<typeof WebhookSecret>>;

/** An event on its way by one channel: the row is written before the event, and goes away when the receiver has accepted it. */
export const Alert = z.object({
  /** `<channel>:<event>` */
  name: z.string(),
  channel: AlertChannelName,
  event: FleetEvent,
  /** dead: given up after days; it stays until somebody sends it again. */
  state: z.enum(["pending", "dead"]),
  attempts: z.number().int().min(0),
  createdTime: z.iso.datetime(),
  /** Not before this; while it is being delivered, when that counts as lost. */
  dueTime: z.iso.datetime(),
  lastError: z.string().optional(),
});
export type Alert = Readonly<z.infer<typeof Alert>>;

/** The channels by which events go out now. */
export const channelsOf = ({ webhook, customEmailAddresses, sendToOwner }: AlertSetting): readonly AlertChannelName[] => [
  ...(webhook ? (["webhook"] as const) : []),
  ...(sendToOwner || customEmailAddresses.length > 0 ? (["mail"] as const) : []),
];
