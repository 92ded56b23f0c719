import { useSignal } from "@preact/signals";
import type { Hold } from "../api/objects.js";
import { Act, ActButton } from "../controls/act.js";
import { Field, Select } from "../controls/field.js";
import { clockTime } from "../text/times.js";

type Props = Readonly<{ holds: readonly Hold[]; versions: readonly string[]; onDone: () => void }>;

/** Versions that are never chosen, with the reason that everybody who is held up reads. */
export function Holds({ holds, versions, onDone }: Props) {
  const adding = useSignal(false);
  const removing = useSignal<Hold | undefined>(undefined);
  return (
    <section aria-label="Versions on hold">
      <h2>Versions on hold</h2>
      {holds.length === 0 ? (
        <p class="quiet">No version is on hold: the newest that the fabric allows is chosen.</p>
      ) : (
        <ul class="cards">
          {holds.map((hold) => (
            <li key={`${hold.Version} ${hold.OSTag}`} class="card">
              <strong>{nameOf(hold)}</strong>
              <p>{hold.Reason}</p>
              <p class="small quiet">
                Since {clockTime(hold.Since)}
                {hold.HeldBy && ` by ${hold.HeldBy}`}
              </p>
              <ActButton scope="administrator" label={`Take away the hold of ${nameOf(hold)}`} onClick={() => (removing.value = hold)}>
                Take away
              </ActButton>
            </li>
          ))}
        </ul>
      )}
      <ActButton scope="administrator" onClick={() => (adding.value = true)}>
        Put a version on hold
      </ActButton>
      {adding.value && <NewHold versions={versions} onDone={onDone} onClose={() => (adding.value = false)} />}
      {removing.value && (
        <Act
          title="Take the hold away"
          target={nameOf(removing.value)}
          does="Machines may be updated to this version again."
          cmdlet="Remove-AzureRmRecoveryServicesAsrMobilityServiceHold"
          parameters={{ Version: removing.value.Version, ...(removing.value.OSTag !== null && { OSTag: removing.value.OSTag }) }}
          scope="administrator"
          onDone={onDone}
          onClose={() => (removing.value = undefined)}
        />
      )}
    </section>
  );
}

const nameOf = ({ Version, OSTag }: Hold): string => (OSTag === null ? `${Version} for all systems` : `${Version} for ${OSTag}`);

function NewHold({ versions, onDone, onClose }: Readonly<{ versions: readonly string[]; onDone: () => void; onClose: () => void }>) {
  const version = useSignal(versions[0] ?? "");
  const os = useSignal("");
  const reason = useSignal("");
  return (
    <Act
      title="Put on hold"
      target={version.value === "" ? "A version" : `${version.value}${os.value === "" ? ", all systems" : ` for ${os.value}`}`}
      does="It is never chosen as long as the hold is there; plans and machines show the reason. What runs is not stopped."
      cmdlet="New-AzureRmRecoveryServicesAsrMobilityServiceHold"
      parameters={{ Version: version.value, ...(os.value !== "" && { OSTag: os.value }), Reason: reason.value }}
      scope="administrator"
      missing={version.value === "" ? "Name a version." : reason.value === "" ? "Say why: who is held up reads it." : ""}
      onDone={onDone}
      onClose={onClose}
    >
      {versions.length > 0 ? (
        <Select label="Version" value={version.value} onChange={(one) => (version.value = one)} options={versions.map((one) => [one, one])} />
      ) : (
        <Field label="Version" value={version.value} onInput={(text) => (version.value = text.trim())} hint="9.62" />
      )}
      <Field label="Only for this system" value={os.value} onInput={(text) => (os.value = text.trim())} hint="all, or such as RHEL8-64" />
      <Field label="Reason" value={reason.value} onInput={(text) => (reason.value = text)} />
    </Act>
  );
}
