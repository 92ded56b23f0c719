import { useSignal } from "@preact/signals";
import type { AlertSetting } from "../api/objects.js";
import { Act } from "../controls/act.js";
import { Check, Field } from "../controls/field.js";

/** Who is to be told from now on; the address of a webhook goes in and is never shown again. */
export function AlertForm({ setting, onDone, onClose }: Readonly<{ setting: AlertSetting; onDone: () => void; onClose: () => void }>) {
  const addresses = useSignal(setting.CustomEmailAddress.join(", "));
  const owner = useSignal(setting.EmailSubscriptionOwner === "On");
  const webhook = useSignal("");
  const secret = useSignal("");
  const list = addresses.value.split(/[,;\s]+/).filter(Boolean);
  const nobody = list.length === 0 && !owner.value && webhook.value === "" && setting.FleetDetails.Webhook === null;
  const parameters = nobody
    ? { DisableNotification: true }
    : {
        ...(owner.value ? { EnableEmailSubscriptionOwner: true } : { DisableEmailToSubscriptionOwner: true }),
        ...(list.length > 0 && { CustomEmailAddress: list }),
        ...(webhook.value !== "" && { WebhookUrl: webhook.value }),
        ...(secret.value !== "" && { WebhookSecret: secret.value }),
      };
  return (
    <Act
      title="Save who is told"
      target={
        nobody
          ? "Nobody"
          : `${list.length} addresses${owner.value ? ", the owner" : ""}${webhook.value || setting.FleetDetails.Webhook ? ", a webhook" : ""}`
      }
      does="Every event from now on is told to these. What waits is told as it was asked for."
      cmdlet="Set-AzureRmRecoveryServicesAsrAlertSetting"
      parameters={parameters}
      secrets={["WebhookUrl", "WebhookSecret"]}
      scope="administrator"
      onDone={onDone}
      onClose={onClose}
    >
      <Field label="Mail to" value={addresses.value} onInput={(text) => (addresses.value = text)} hint="one@contoso.com, two@contoso.com" />
      <Check checked={owner.value} onChange={(on) => (owner.value = on)}>
        Mail to the owner of the subscription
      </Check>
      <Field
        label="Webhook"
        type="password"
        value={webhook.value}
        onInput={(text) => (webhook.value = text.trim())}
        hint={setting.FleetDetails.Webhook ?? "https://…"}
      />
      <Field
        label="Key that signs what goes there"
        type="password"
        value={secret.value}
        onInput={(text) => (secret.value = text.trim())}
        hint="as it is"
      />
    </Act>
  );
}
