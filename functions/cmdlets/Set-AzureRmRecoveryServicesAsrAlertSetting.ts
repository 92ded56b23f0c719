import { z } from "zod";
import { mailAddresses, mailLocale } from "../../lib/api/alerts/alert-parameters.js";
import { ALERTS_OFF, type AlertChange, changeAlertSetting, checkAlertChange, showAlertSetting } from "../../lib/api/alerts/alert-setting.js";
import { object, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { secretText, switchParameter } from "../../lib/api/cmdlet/parameter.js";
import { AsrAlertSetting } from "../../lib/api/objects/alert-setting.js";
import { FleetError } from "../../lib/core/errors.js";

const common = {
  CustomEmailAddress: mailAddresses.optional(),
  LocaleID: mailLocale.optional(),
  WebhookUrl: secretText("Address that gets every event by POST: https, on loopback also http.", { extension: true }).optional(),
  WebhookSecret: secretText("Key that signs what goes to the webhook: 24 to 64 random bytes in base64.", { extension: true }).optional(),
  RemoveWebhook: switchParameter("Takes the webhook away.", { extension: true }).optional(),
};

export const setAsrAlertSetting = defineCmdlet({
  name: "Set-AzureRmRecoveryServicesAsrAlertSetting",
  synopsis: "Sets who is told of events: by mail, and by a signed webhook.",
  remarks:
    "What is not given stays as it is. DisableNotification ends mails and webhook. After the mail server has refused the login, nobody logs in again before this cmdlet was called. docs/alerts.md says how a receiver verifies a webhook.",
  scope: "administrator",
  parameterSets: {
    Set: z.object(common),
    EmailToSubscriptionOwner: z.object({
      EnableEmailSubscriptionOwner: switchParameter("Sends mail to the owner of the subscription, too."),
      ...common,
    }),
    DisableEmailToSubscriptionOwner: z.object({ DisableEmailToSubscriptionOwner: switchParameter("Sends the owner no mail any more."), ...common }),
    Disable: z.object({ DisableNotification: switchParameter("Tells nobody of anything any more.") }),
  },
  defaultSet: "Set",
  output: AsrAlertSetting,
  answers: "object",
  supportsShouldProcess: true,
  examples: [
    { title: "Mail to two addresses", parameters: { CustomEmailAddress: ["ops@contoso.com", "dr@contoso.com"], LocaleID: "en-US" } },
    { title: "A webhook", parameters: { WebhookUrl: "https://hooks.contoso.com/fleet", WebhookSecret: "<openssl rand -base64 32>" } },
  ],
  async run(context, parameters) {
    const change = changeOf(parameters);
    checkAlertChange(context, change);
    return proposal({
      target: "defaultAlertSetting",
      action: "Change alert setting",
      perform: async () => object(await showAlertSetting(context, await changeAlertSetting(context, change))),
    });
  },
});

type Given = Parameters<typeof setAsrAlertSetting.run>[1];

function changeOf(parameters: Given): AlertChange {
  if (parameters.parameterSet === "Disable") return parameters.DisableNotification ? ALERTS_OFF : {};
  const { CustomEmailAddress, LocaleID, WebhookUrl, WebhookSecret, RemoveWebhook } = parameters;
  if ((WebhookUrl === undefined) !== (WebhookSecret === undefined))
    throw new FleetError("InvalidParameter", "WebhookUrl and WebhookSecret belong together; one of them is missing", {
      target: WebhookUrl ? "WebhookSecret" : "WebhookUrl",
    });
  if (WebhookUrl && RemoveWebhook)
    throw new FleetError("InvalidParameter", "WebhookUrl and RemoveWebhook were both given; expected one of them", { target: "RemoveWebhook" });
  const owner = ownerOf(parameters);
  return {
    ...(CustomEmailAddress && { customEmailAddresses: CustomEmailAddress }),
    ...(LocaleID !== undefined && { locale: LocaleID }),
    ...(owner !== undefined && { sendToOwner: owner }),
    ...(WebhookUrl && WebhookSecret && { webhook: { url: WebhookUrl, key: WebhookSecret } }),
    ...(RemoveWebhook && { webhook: null }),
  };
}

function ownerOf(parameters: Exclude<Given, { parameterSet: "Disable" }>): boolean | undefined {
  switch (parameters.parameterSet) {
    case "EmailToSubscriptionOwner":
      return parameters.EnableEmailSubscriptionOwner || undefined;
    case "DisableEmailToSubscriptionOwner":
      return parameters.DisableEmailToSubscriptionOwner ? false : undefined;
    case "Set":
      return undefined;
  }
}
