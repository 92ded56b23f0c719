import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../api/call.js";
import type { Account, Fabric, Update } from "../api/objects.js";
import { Act } from "../controls/act.js";
import { Field, Select } from "../controls/field.js";

type Found = Pick<Update, "FriendlyName" | "ProtectableItemId">;

/** Logs in to one machine with the account and becomes root there; a job tells how that went. */
export function TestAccount({
  fabric,
  account,
  onDone,
  onClose,
}: Readonly<{ fabric: Fabric; account: Account; onDone: () => void; onClose: () => void }>) {
  const search = useSignal("");
  const found = useSignal<readonly Found[]>([]);
  const chosen = useSignal("");
  useEffect(() => {
    let over = false;
    const FriendlyName = search.value === "" ? {} : { FriendlyName: `*${search.value}*` };
    const parameters = { Fabric: fabric.ID, ...FriendlyName, Top: 20, Property: ["FriendlyName", "ProtectableItemId"] };
    const timer = setTimeout(async () => {
      const value = await call<{ value: readonly Found[] }>("Get-ASRMobilityServiceUpdate", parameters).then(
        (page) => page.value,
        () => [],
      );
      if (over) return;
      found.value = value;
      if (!value.some(({ ProtectableItemId }) => ProtectableItemId === chosen.value)) chosen.value = value[0]?.ProtectableItemId ?? "";
    }, 200);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [search.value, fabric.ID]);
  const machine = found.value.find(({ ProtectableItemId }) => ProtectableItemId === chosen.value);
  return (
    <Act
      title="Test the account"
      target={`${account.AccountName} on ${machine?.FriendlyName ?? "a machine"}`}
      does="Logs in, becomes root, and looks; nothing is changed on the machine. An account that was stopped is free again when it works."
      cmdlet="Test-AzureRmRecoveryServicesAsrRunAsAccount"
      parameters={{ ProtectableItem: chosen.value, Account: account.AccountId }}
      scope="operator"
      missing={chosen.value === "" ? "No machine of the fabric is called so." : ""}
      onDone={onDone}
      onClose={onClose}
    >
      <Field label="Find a machine" value={search.value} onInput={(text) => (search.value = text.trim())} hint="a part of its name" />
      <Select
        label="Machine"
        value={chosen.value}
        onChange={(id) => (chosen.value = id)}
        options={found.value.map(({ FriendlyName, ProtectableItemId }) => [ProtectableItemId, FriendlyName])}
      />
    </Act>
  );
}
