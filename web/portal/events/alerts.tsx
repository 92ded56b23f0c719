import { useSignal } from "@preact/signals";
import { call } from "../api/call.js";
import type { AlertSetting } from "../api/objects.js";
import { Act, ActButton } from "../controls/act.js";
import { SameByCommand } from "../controls/same-by-command.js";
import { Shown } from "../controls/state-of-data.js";
import { useLive } from "../live/use-live.js";
import { whyNot } from "../session/may-operate.js";
import { AlertForm } from "./alert-form.js";

const SETTING = "Get-AzureRmRecoveryServicesAsrAlertSetting";

/** Who is told of events, and whether what was told arrives; who may not see it is told so, and nothing is asked. */
export function Alerts() {
  const why = whyNot("administrator");
  if (why === "") return <Known />;
  return (
    <section class="card" aria-label="Who is told">
      <h2>Who is told</h2>
      <p class="quiet">{why}</p>
    </section>
  );
}

function Known() {
  const { live, refresh } = useLive<AlertSetting>({ key: "alerts", load: () => call<AlertSetting>(SETTING) });
  const asked = useSignal<"change" | "again" | "">("");
  return (
    <section class="card" aria-label="Who is told">
      <h2>Who is told</h2>
      <Shown live={live} refresh={refresh} what="the setting">
        {(setting) => (
          <>
            <Told setting={setting} />
            <div class="actions start">
              <ActButton scope="administrator" onClick={() => (asked.value = "change")}>
                Change who is told
              </ActButton>
              {setting.FleetDetails.Dead !== "0" && (
                <ActButton scope="administrator" onClick={() => (asked.value = "again")}>
                  Send those that were given up again
                </ActButton>
              )}
            </div>
            <SameByCommand calls={[{ cmdlet: SETTING, parameters: {} }]} />
            {asked.value === "change" && <AlertForm setting={setting} onDone={refresh} onClose={() => (asked.value = "")} />}
            {asked.value === "again" && (
              <Act
                title="Send again"
                target={`${setting.FleetDetails.Dead} alerts that were given up`}
                does="Each is sent once more, and given up again when nobody accepts it."
                cmdlet="Resume-AzureRmRecoveryServicesAsrAlertDelivery"
                parameters={{}}
                scope="administrator"
                onDone={refresh}
                onClose={() => (asked.value = "")}
              />
            )}
          </>
        )}
      </Shown>
    </section>
  );
}

function Told({ setting: { CustomEmailAddress, EmailSubscriptionOwner, FleetDetails } }: Readonly<{ setting: AlertSetting }>) {
  const { Webhook, MailReady, OwnerAddresses, MailStopped, Pending, Dead } = FleetDetails;
  const told = [
    ...CustomEmailAddress,
    ...(EmailSubscriptionOwner === "On"
      ? [`the owner of the subscription${OwnerAddresses.length > 0 ? ` (${OwnerAddresses.join(", ")})` : ""}`]
      : []),
    ...(Webhook ? [`the webhook at ${Webhook}`] : []),
  ];
  return (
    <>
      <p>{told.length === 0 ? "Nobody: events are listed here, and told to no one." : `Told: ${told.join("; ")}.`}</p>
      {!MailReady && (CustomEmailAddress.length > 0 || EmailSubscriptionOwner === "On") && (
        <p class="note warn">No mail server is set up (FLEET_SMTP_HOST): mail waits until there is one.</p>
      )}
      {MailStopped && <p class="note bad">Nobody logs in to the mail server any more: {MailStopped}. Saving the setting again lifts that.</p>}
      <ul class="facts">
        <li>{Pending} wait to be accepted</li>
        <li>{Dead} were given up</li>
      </ul>
    </>
  );
}
