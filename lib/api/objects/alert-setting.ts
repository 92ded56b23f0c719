import { z } from "zod";
import { type Alert, type AlertSetting, channelsOf } from "../../fleet/alerts/alert.js";
import { fill, maybeText, maybeTime, output } from "./output.js";

const FleetAlertDetails = output("ASRAlertSettingFleetDetails", "Extension: the webhook, and how delivery goes.", {
  Webhook: maybeText.meta({ description: "Scheme and host of the webhook; its address may hold a key and is not shown" }),
  Channels: z.array(z.enum(["webhook", "mail"])),
  MailReady: z.boolean().meta({ description: "A mail server is set up (FLEET_SMTP_HOST)" }),
  OwnerAddresses: z.array(z.string()).meta({ description: "Who is meant by the owner of the subscription (FLEET_OWNER_MAIL)" }),
  MailStopped: maybeText.meta({ description: "Why nobody logs in to the mail server any more; Set-AsrAlertSetting lifts it" }),
  Pending: z.string().meta({ description: "Alerts that nobody has accepted yet" }),
  Dead: z.string().meta({ description: "Alerts that were given up; Resume-AsrAlertDelivery sends them again" }),
});

export const AsrAlertSetting = output("ASRAlertSetting", "Who is told of events.", {
  CustomEmailAddress: z.array(z.string()),
  EmailSubscriptionOwner: z.enum(["On", "Off"]),
  Locale: z.string(),
  FleetDetails: FleetAlertDetails,
});
export type AsrAlertSetting = z.infer<typeof AsrAlertSetting>;

export type AlertFacts = Readonly<{ mail: Readonly<{ ready: boolean; owners: readonly string[] }>; pending: string; dead: string }>;

/** The setting as Get-ASRAlertSetting shows it. */
export const asrAlertSetting = (setting: AlertSetting, { mail, pending, dead }: AlertFacts): AsrAlertSetting =>
  fill(AsrAlertSetting, {
    CustomEmailAddress: [...setting.customEmailAddresses],
    EmailSubscriptionOwner: setting.sendToOwner ? "On" : "Off",
    Locale: setting.locale,
    FleetDetails: fill(FleetAlertDetails, {
      Webhook: setting.webhook?.origin,
      Channels: [...channelsOf(setting)],
      MailReady: mail.ready,
      OwnerAddresses: [...mail.owners],
      MailStopped: setting.mailStopped?.reason,
      Pending: pending,
      Dead: dead,
    }),
  });

export const AsrAlertDelivery = output("ASRAlertDelivery", "An event that a receiver has not accepted yet.", {
  Name: z.string(),
  Channel: z.enum(["webhook", "mail"]),
  State: z.enum(["Pending", "Dead"]),
  EventName: z.string(),
  EventCode: z.string(),
  Description: z.string(),
  Attempts: z.number().int(),
  CreatedTime: z.iso.datetime(),
  NextTry: maybeTime,
  LastError: maybeText,
});

export const asrAlertDelivery = ({ name, channel, state, event, attempts, createdTime, dueTime, lastError }: Alert) =>
  fill(AsrAlertDelivery, {
    ...{ Name: name, Channel: channel, State: state === "dead" ? ("Dead" as const) : ("Pending" as const), EventName: event.name },
    ...{ EventCode: event.code, Description: event.description, Attempts: attempts, CreatedTime: createdTime, LastError: lastError },
    ...(state === "pending" && { NextTry: dueTime }),
  });
